package dev.lockstep.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Command;
import dev.lockstep.command.Output;
import dev.lockstep.command.Page;
import dev.lockstep.command.Payment;
import dev.lockstep.command.Pointer;
import dev.lockstep.command.Reading;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
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

  /** One answer is made for all transfers of a line, so a line has an end. */
  static final int TRANSFERS_MAX = 1_000;

  private final Api api;
  private final String member;

  /**
   * @param member whose prompt it is
   */
  CommandRunner(Api api, String member) {
    this.api = api;
    this.member = member;
  }

  /**
   * The answer is an object with the {@code text} and the {@code exit_code}. Never fails.
   *
   * @param isAwaited whether there is still somebody for whom the line is run
   */
  Future<Answer> run(String line, Output standard, BooleanSupplier isAwaited) {
    return switch (Reading.of(line)) {
      case Reading.Mistake(var column, var sentence) ->
          Future.succeededFuture(misread(line, column, sentence, standard == Output.JSON));
      case Reading.Understood(var command, var output) ->
          run(
              command,
              output.map(Reading.Option::output).orElse(standard) == Output.JSON,
              isAwaited);
    };
  }

  private Future<Answer> run(Command command, boolean json, BooleanSupplier isAwaited) {
    try {
      return execute(command, json, isAwaited).otherwise(failure -> failed(failure, json));
    } catch (ApiException e) {
      return Future.succeededFuture(failed(e, json));
    }
  }

  private Future<Answer> execute(Command command, boolean json, BooleanSupplier isAwaited) {
    return switch (command) {
      case Command.Nothing() -> Future.succeededFuture(answer("", 0));
      case Command.Transfers(var payments) when payments.size() > 1 ->
          several(payments, json, isAwaited);
      case Command.Transfers(var payments) ->
          small(pay(payments.getFirst()), result -> CommandText.transfer(result, member), json);
      case Command.Balance(var account) ->
          small(
              Future.succeededFuture(account.map(api::account).orElseGet(api::ownAccount)),
              CommandText::balance,
              json);
      case Command.Balances(var page) -> paged(api.accounts(), page, CommandText::balances, json);
      case Command.Chain(var blocks) ->
          json
              ? json(api.blocks(Optional.empty(), blocks))
              : table(
                  api.summaries(Optional.empty(), blocks, CommandText.GLANCE), CommandText::chain);
      case Command.Block(var height, var page) ->
          paged(api.block(height), page, CommandText::block, json);
      case Command.Log(var whose, var page) -> {
        whose.ifPresent(this::requireOwn);
        yield paged(api.log(Optional.empty()), page, CommandText::log, json);
      }
      case Command.Status() -> small(api.status(), CommandText::status, json);
      case Command.Peers() -> small(api.status(), CommandText::peers, json);
      case Command.Verify() -> small(api.verify(), CommandText::verify, json);
      case Command.Help(var topic) ->
          small(
              Future.succeededFuture(new Answer.Whole(Help.of(topic))),
              topic.isEmpty() ? Help::list : Help::topic,
              json);
      case Command.Exit() ->
          throw new ApiException(
              400,
              "usage",
              "exit leaves the prompt of a terminal, and ends a pipe; there is nothing to leave"
                  + " here.");
    };
  }

  private Future<Answer> several(List<Payment> payments, boolean json, BooleanSupplier isAwaited) {
    if (payments.size() > TRANSFERS_MAX) {
      throw new ApiException(
          400,
          "usage",
          "There are "
              + payments.size()
              + " transfers on the line; write at most "
              + TRANSFERS_MAX
              + ", or send a file with submit.");
    }
    return new TransferSeries(payments, this::pay, isAwaited)
        .run()
        .map(
            series ->
                answer(
                    json
                        ? series.json().encode()
                        : series.text(
                            result -> CommandText.transfer(result, member),
                            CommandRunner::sentence),
                    series.failure().map(CommandRunner::exitCode).orElse(0),
                    series.place()));
  }

  private Future<Answer> pay(Payment payment) {
    var request =
        JsonNodeFactory.instance
            .objectNode()
            .put("to", payment.to())
            .put("amount", payment.amount())
            .put("memo", payment.memo());
    payment.from().ifPresent(name -> request.put("from", name));
    return api.transfer(request);
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

  private static <T> Future<Answer> paged(
      Answer.InPieces<T> asked,
      Page page,
      BiFunction<T, Page, Stream<String>> lines,
      boolean json) {
    if (json && page.number() > 1) {
      throw new ApiException(
          400, "usage", "JSON is not cut into pages; leave --page out, or write -o table.");
    }
    return json ? json(asked) : table(asked, found -> lines.apply(found, page));
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

  /**
   * The exit code comes first: the terminal prints the text as it arrives, and has to know where.
   * What goes wrong when it is asked for is told as the result of the command too.
   */
  private static <T> Future<Answer> text(
      Answer.InPieces<T> asked, Function<T, Iterator<String>> pieces, boolean json) {
    return Future.succeededFuture(
        new Answer.InPieces<Supplier<Stream<Json>>>(
            () ->
                asked
                    .ask()
                    .get()
                    // Not made here: a table is measured as soon as it is begun.
                    .<Supplier<Stream<Json>>>map(
                        found -> () -> Json.text(exitCode(0), "text", pieces.apply(found)))
                    .otherwise(failure -> () -> Stream.of(Json.of(failed(failure, json).json()))),
            Supplier::get));
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

  /** The line, and a caret under the place; for a program the number of the column. */
  private static Answer misread(String line, int column, String sentence, boolean json) {
    var place = new JsonObject().put("column", column);
    var problem = new ApiException(400, "usage", sentence, place);
    var text =
        json
            ? problem.toJson().encode()
            : "column " + column + ": " + sentence(problem) + "\n" + Pointer.at(line, column);
    return answer(text, USAGE, place);
  }

  private static Answer.Whole failed(Throwable failure, boolean json) {
    return answer(
        json && failure instanceof ApiException e ? e.toJson().encode() : sentence(failure),
        exitCode(failure));
  }

  private static String sentence(Throwable failure) {
    return failure instanceof ApiException e
        ? e.code() + ": " + e.getMessage()
        : "The node made a mistake: " + failure;
  }

  private static int exitCode(Throwable failure) {
    if (!(failure instanceof ApiException e)) {
      return FAILED;
    }
    return switch (e.code()) {
      case "usage" -> USAGE;
      case "unavailable", "in_doubt", "overloaded" -> UNAVAILABLE;
      case "not_found", "internal_error" -> FAILED;
      default -> REFUSED;
    };
  }

  private static Answer.Whole answer(String text, int exitCode) {
    return answer(text, exitCode, new JsonObject());
  }

  /**
   * @param place of what has failed
   */
  private static Answer.Whole answer(String text, int exitCode, JsonObject place) {
    return new Answer.Whole(
        new JsonObject().put("text", text).mergeIn(exitCode(exitCode)).mergeIn(place));
  }

  private static JsonObject exitCode(int code) {
    return new JsonObject().put("exit_code", code);
  }
}
