package dev.lockstep.console.prompt;

import dev.lockstep.command.ExitCode;
import dev.lockstep.command.Manual;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.Json;
import dev.lockstep.console.result.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.stream.Stream;

/** The results of lines of the prompt as JSON. */
final class CommandViews {
  private CommandViews() {}

  /** {@code {results}}, or the failure with what was paid before it. */
  static JsonObject paidLine(PaidLine line) {
    var results = new JsonObject().put("results", Views.array(line.paid(), Views::receipt));
    return line.failure()
        .map(
            failure ->
                Views.problem(Problem.of(failure))
                    .put("transfer", line.paid().size() + 1)
                    .put("paid", line.paid().size())
                    .put("not_attempted", line.notAttempted())
                    .mergeIn(results))
        .orElse(results);
  }

  static JsonObject command(CommandResult result) {
    var json = new JsonObject().put("text", result.text()).mergeIn(exitCode(result.exitCode()));
    result.column().ifPresent(column -> json.put("column", column));
    result.transfer().ifPresent(transfer -> json.put("transfer", transfer));
    return json;
  }

  /**
   * The same for a line that was understood and whose text is long. The exit code comes first: the
   * terminal prints the text as it arrives, and has to know where.
   *
   * @param pieces of the text; none ends within a character
   */
  static Stream<Json> command(Iterator<String> pieces) {
    return Json.text(exitCode(ExitCode.OK), "text", pieces);
  }

  private static JsonObject exitCode(int code) {
    return new JsonObject().put("exit_code", code);
  }

  static JsonObject help(Help help) {
    return new JsonObject().put("commands", Views.array(help.entries(), CommandViews::entry));
  }

  private static JsonObject entry(Manual.Entry entry) {
    return new JsonObject()
        .put("names", new JsonArray(entry.names()))
        .put("usage", entry.usage())
        .put("text", entry.summary())
        .put("details", entry.details())
        .put("examples", new JsonArray(entry.examples()));
  }
}
