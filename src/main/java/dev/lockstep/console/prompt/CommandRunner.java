package dev.lockstep.console.prompt;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Command;
import dev.lockstep.command.ExitCode;
import dev.lockstep.command.Output;
import dev.lockstep.command.Page;
import dev.lockstep.command.Payment;
import dev.lockstep.command.Pointer;
import dev.lockstep.command.Reading;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.Client;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.Answer;
import dev.lockstep.console.delivery.Delivery;
import dev.lockstep.console.delivery.Json;
import dev.lockstep.console.delivery.JsonText;
import dev.lockstep.console.delivery.Lookup;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.store.Verdict;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Runs one line of the prompt. The result is text for a person or JSON for a program, and the exit
 * code that a script gets for it; a line that fails is a result too.
 */
public final class CommandRunner {
  /** One answer is made for all transfers of a line, so a line has an end. */
  private static final int TRANSFERS_MAX = 1_000;

  private final Api api;
  private final String member;

  /**
   * @param member whose prompt it is
   */
  public CommandRunner(Api api, String member) {
    this.api = api;
    this.member = member;
  }

  /**
   * The answer is a {@link CommandResult} in JSON. Never fails.
   *
   * @param client who has typed it
   */
  public Future<Answer> run(String line, Output standard, Client client) {
    return switch (Reading.of(line)) {
      case Reading.Mistake(var column, var sentence) ->
          Future.succeededFuture(whole(misread(line, column, sentence, standard == Output.JSON)));
      case Reading.Understood(var command, var output) ->
          run(command, output.map(Reading.Option::output).orElse(standard) == Output.JSON, client);
    };
  }

  /** Every command, for a program. */
  public static Answer manual() {
    return new Answer.Whole(CommandViews.help(Help.of(Optional.empty())));
  }

  private Future<Answer> run(Command command, boolean json, Client client) {
    try {
      return execute(command, json, client).otherwise(failure -> whole(failed(failure, json)));
    } catch (ApiException e) {
      return Future.succeededFuture(whole(failed(e, json)));
    }
  }

  private Future<Answer> execute(Command command, boolean json, Client client) {
    return switch (command) {
      case Command.Nothing() -> Future.succeededFuture(whole(new CommandResult("", ExitCode.OK)));
      case Command.Transfers(var payments) when payments.size() > 1 ->
          several(payments, json, client);
      case Command.Transfers(var payments) -> {
        client.requireWrite();
        yield small(
            api.transfer(payments.getFirst()),
            Views::receipt,
            receipt -> CommandText.receipt(receipt, member),
            json);
      }
      case Command.Balance(var account) ->
          small(
              Future.succeededFuture(account.map(api::account).orElseGet(api::ownAccount)),
              Views::account,
              CommandText::account,
              json);
      case Command.Balances(var page) ->
          paged(api.accounts(), page, Views::accounts, CommandText::accounts, json);
      case Command.Chain(var blocks) ->
          json
              ? json(api.blocks(Optional.empty(), blocks), Views::blocks)
              : table(
                  api.summaries(Optional.empty(), blocks, CommandText.GLANCE), CommandText::chain);
      case Command.Block(var height, var page) ->
          paged(api.block(height), page, Views::block, CommandText::block, json);
      case Command.Log(var whose, var page) -> {
        whose.ifPresent(this::requireOwn);
        yield paged(api.log(Optional.empty()), page, Views::log, CommandText::log, json);
      }
      case Command.Statement(var given, var transfers) -> {
        var account = given.orElseGet(() -> api.ownAccount().account().name());
        var found = api.statement(account, Optional.empty(), transfers);
        yield json
            ? json(found, Views::statement)
            : table(found, statement -> CommandText.statement(account, statement));
      }
      case Command.Find(var id) ->
          small(
              api.find(id), Views::receipt, receipt -> CommandText.receipt(receipt, member), json);
      case Command.Status() -> small(api.status(), Views::status, CommandText::status, json);
      case Command.Peers() -> small(api.status(), Views::status, CommandText::peers, json);
      case Command.Verify() -> api.verify().map(verdict -> whole(verified(verdict, json)));
      case Command.Help(var topic) ->
          small(
              Future.succeededFuture(Help.of(topic)),
              CommandViews::help,
              help -> topic.map(CommandText::help).orElseGet(() -> CommandText.help(help)),
              json);
      case Command.Exit() ->
          throw ApiException.usage(
              "exit leaves the prompt of a terminal, and ends a pipe; there is nothing to leave"
                  + " here.");
    };
  }

  private Future<Answer> several(List<Payment> payments, boolean json, Client client) {
    client.requireWrite();
    if (payments.size() > TRANSFERS_MAX) {
      throw ApiException.usage(
          "There are "
              + payments.size()
              + " transfers on the line; write at most "
              + TRANSFERS_MAX
              + ", or send a file with submit.");
    }
    return new TransferSeries(payments, api::transfer, client::isThere)
        .run()
        .map(
            line ->
                whole(
                    new CommandResult(
                        json
                            ? CommandViews.paidLine(line).encode()
                            : CommandText.paidLine(line, member),
                        line.failure().map(CommandRunner::exitCode).orElse(ExitCode.OK),
                        OptionalInt.empty(),
                        line.failed())));
  }

  private static CommandResult verified(Verdict verdict, boolean json) {
    return new CommandResult(
        json ? Views.verdict(verdict).encode() : CommandText.verdict(verdict),
        switch (verdict) {
          case Verdict.Sound _ -> ExitCode.OK;
          case Verdict.Broken _ -> ExitCode.VERIFICATION_FAILED;
        });
  }

  private static <T> Future<Answer> small(
      Future<T> result, Function<T, JsonObject> object, Function<T, String> text, boolean json) {
    return result.map(
        value ->
            whole(
                new CommandResult(
                    json ? object.apply(value).encode() : text.apply(value), ExitCode.OK)));
  }

  private static <T> Future<Answer> paged(
      Lookup<T> lookup,
      Page page,
      Function<T, Stream<Json>> object,
      BiFunction<T, Page, Stream<String>> lines,
      boolean json) {
    if (json && page.number() > 1) {
      throw ApiException.usage("JSON is not cut into pages; leave --page out, or write -o table.");
    }
    return json ? json(lookup, object) : table(lookup, found -> lines.apply(found, page));
  }

  private static <T> Future<Answer> table(Lookup<T> lookup, Function<T, Stream<String>> lines) {
    return text(lookup, found -> joined(lines.apply(found)).iterator(), false);
  }

  private static <T> Future<Answer> json(Lookup<T> lookup, Function<T, Stream<Json>> object) {
    return text(lookup, found -> JsonText.pieces(object.apply(found)), true);
  }

  /** The lines with their ends, but for the last one. */
  private static Stream<String> joined(Stream<String> lines) {
    var isFirst = new AtomicBoolean(true);
    return lines.map(line -> isFirst.getAndSet(false) ? line : "\n" + line);
  }

  /** A failed lookup is a result of the command too. */
  private static <T> Future<Answer> text(
      Lookup<T> lookup, Function<T, Iterator<String>> pieces, boolean json) {
    Delivery.Part part =
        () ->
            lookup
                .open()
                // Not made here: a table is measured as soon as it is begun.
                .<Supplier<Stream<Json>>>map(
                    found -> () -> CommandViews.command(pieces.apply(found)))
                .otherwise(
                    failure ->
                        () -> Stream.of(Json.of(CommandViews.command(failed(failure, json)))));
    return Future.succeededFuture(new Answer.InPieces(part));
  }

  private void requireOwn(String whose) {
    if (!whose.equals(member)) {
      throw ApiException.usage(
          "The log of \""
              + Excerpt.of(whose)
              + "\" is not at "
              + member
              + "; ask at its own prompt.");
    }
  }

  /** The line, and a caret under the place; for a program the number of the column. */
  private static CommandResult misread(String line, int column, String sentence, boolean json) {
    var problem = new Problem(ProblemCode.USAGE, sentence, new Problem.About.Column(column));
    var text =
        json
            ? Views.problem(problem).encode()
            : "column "
                + column
                + ": "
                + CommandText.problem(problem)
                + "\n"
                + Pointer.at(line, column);
    return new CommandResult(
        text, problem.code().exitCode(), OptionalInt.of(column), OptionalInt.empty());
  }

  private static CommandResult failed(Throwable failure, boolean json) {
    return new CommandResult(
        json && failure instanceof ApiException e
            ? Views.problem(e.problem()).encode()
            : CommandText.failure(failure),
        exitCode(failure));
  }

  private static int exitCode(Throwable failure) {
    return Problem.of(failure).code().exitCode();
  }

  private static Answer whole(CommandResult result) {
    return new Answer.Whole(CommandViews.command(result));
  }
}
