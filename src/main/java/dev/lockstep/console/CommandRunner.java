package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.chain.Excerpt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Runs one line of the prompt. The result is text for a person or JSON for a program, and the exit
 * code that a script gets for it; a line that fails is a result too.
 */
final class CommandRunner {
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int REFUSED = 3;
  static final int UNAVAILABLE = 4;
  static final int UNVERIFIED = 5;

  private final Api api;
  private final String member;

  /**
   * @param member whose prompt it is
   */
  CommandRunner(Api api, String member) {
    this.api = api;
    this.member = member;
  }

  /** The answer is an object with the {@code text} and the {@code exit_code}. Never fails. */
  Future<Answer> run(String line, String standardOutput) {
    boolean json = standardOutput.equals("json");
    try {
      var parsed = Commands.parse(line);
      json = parsed.output().map("json"::equals).orElse(json);
      boolean asJson = json;
      return execute(parsed.command(), parsed.page(), asJson)
          .otherwise(failure -> failed(failure, asJson));
    } catch (ApiException e) {
      return Future.succeededFuture(failed(e, json));
    }
  }

  private Future<Answer> execute(Command command, Page page, boolean json) {
    return switch (command) {
      case Command.Transfer(var from, var to, var amount, var memo) ->
          small(
              api.transfer(request(from, to, amount, memo)),
              result -> CommandText.transfer(result, member),
              json);
      case Command.Balance(var account) ->
          small(
              Future.succeededFuture(account.map(api::account).orElseGet(api::ownAccount)),
              CommandText::balance,
              json);
      case Command.Balances() ->
          json
              ? json(api.accounts())
              : table(api.accounts(), balances -> CommandText.balances(balances, page));
      case Command.Chain(var blocks) ->
          json
              ? json(api.blocks(Optional.empty(), blocks))
              : table(
                  api.summaries(Optional.empty(), blocks, CommandText.GLANCE), CommandText::chain);
      case Command.Block(var height) ->
          json
              ? json(api.block(height))
              : table(api.block(height), block -> CommandText.block(block, page));
      case Command.Log(var whose) -> {
        whose.ifPresent(this::requireOwn);
        var log = api.log(Optional.empty());
        yield json ? json(log) : table(log, transfers -> CommandText.log(transfers, page));
      }
      case Command.Status() -> small(api.status(), CommandText::status, json);
      case Command.Peers() -> small(api.status(), CommandText::peers, json);
      case Command.Verify() -> small(api.verify(), CommandText::verify, json);
      case Command.Help() ->
          small(
              Future.succeededFuture(new Answer.Whole(Commands.help())),
              result -> CommandText.help(result.getJsonArray("commands")),
              json);
    };
  }

  private static Future<Answer> small(
      Future<? extends Answer> answer, Function<JsonObject, String> text, boolean json) {
    return answer.map(
        result -> {
          var object = ((Answer.Whole) result).json();
          int code = Boolean.FALSE.equals(object.getBoolean("ok")) ? UNVERIFIED : 0;
          return answer(json ? object.encode() : text.apply(object), code);
        });
  }

  private static <T> Future<Answer> table(
      Answer.InPieces<T> asked, Function<T, Stream<String>> lines) {
    return text(asked, found -> joined(lines.apply(found)).iterator(), false);
  }

  private static <T> Future<Answer> json(Answer.InPieces<T> asked) {
    return text(asked, found -> JsonText.pieces(asked.json().apply(found)), true);
  }

  /** The lines with their ends, but for the last one. */
  private static Stream<String> joined(Stream<String> lines) {
    var isFirst = new AtomicBoolean(true);
    return lines.map(line -> isFirst.getAndSet(false) ? line : "\n" + line);
  }

  /** What goes wrong when it is asked for is told as the result of the command too. */
  private static <T> Future<Answer> text(
      Answer.InPieces<T> asked, Function<T, Iterator<String>> pieces, boolean json) {
    return Future.succeededFuture(
        new Answer.InPieces<Stream<Json>>(
            () ->
                asked
                    .ask()
                    .get()
                    .map(found -> Json.text("text", pieces.apply(found), exitCode(0)))
                    .otherwise(failure -> Stream.of(Json.of(failed(failure, json).json()))),
            text -> text));
  }

  private void requireOwn(String whose) {
    if (!whose.equals(member)) {
      throw new ApiException(
          400,
          "usage",
          "The log of \""
              + Excerpt.of(whose)
              + "\" is not at "
              + member
              + "; ask at its own prompt.");
    }
  }

  private static JsonNode request(Optional<String> from, String to, String amount, String memo) {
    var request = JsonNodeFactory.instance.objectNode().put("to", to).put("amount", amount);
    from.ifPresent(name -> request.put("from", name));
    return request.put("memo", memo);
  }

  private static Answer.Whole failed(Throwable failure, boolean json) {
    if (!(failure instanceof ApiException e)) {
      return answer("The node made a mistake: " + failure, FAILED);
    }
    int code =
        switch (e.code()) {
          case "usage" -> USAGE;
          case "unavailable", "in_doubt", "overloaded" -> UNAVAILABLE;
          case "not_found", "internal_error" -> FAILED;
          default -> REFUSED;
        };
    return answer(json ? e.toJson().encode() : e.code() + ": " + e.getMessage(), code);
  }

  private static Answer.Whole answer(String text, int exitCode) {
    return new Answer.Whole(new JsonObject().put("text", text).mergeIn(exitCode(exitCode)));
  }

  private static JsonObject exitCode(int code) {
    return new JsonObject().put("exit_code", code);
  }
}
