package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.chain.Excerpt;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

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

  Future<JsonObject> run(String line, String standardOutput) {
    boolean json = standardOutput.equals("json");
    try {
      var parsed = Commands.parse(line);
      json = parsed.output().map("json"::equals).orElse(json);
      boolean asJson = json;
      return execute(parsed.command())
          .map(result -> succeeded(parsed.command(), result, asJson))
          .otherwise(failure -> failed(failure, asJson));
    } catch (ApiException e) {
      return Future.succeededFuture(failed(e, json));
    }
  }

  private Future<JsonObject> execute(Command command) {
    return switch (command) {
      case Command.Transfer(var from, var to, var amount, var memo) ->
          api.transfer(request(from, to, amount, memo));
      case Command.Balance(var account) ->
          Future.succeededFuture(account.map(api::account).orElseGet(api::ownAccount));
      case Command.Balances() -> Future.succeededFuture(api.accounts());
      case Command.Chain(var blocks) -> api.blocks(Optional.empty(), blocks);
      case Command.Block(var height) -> api.block(height);
      case Command.Log(var whose) -> {
        whose.ifPresent(this::requireOwn);
        yield Future.succeededFuture(api.log(Optional.empty()));
      }
      case Command.Status(), Command.Peers() -> api.status();
      case Command.Verify() -> api.verify();
      case Command.Help() -> Future.succeededFuture(Commands.help());
    };
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

  private JsonObject succeeded(Command command, JsonObject result, boolean json) {
    int code = Boolean.FALSE.equals(result.getBoolean("ok")) ? UNVERIFIED : 0;
    return answer(json ? result.encode() : CommandText.of(command, result, member), code);
  }

  private static JsonObject failed(Throwable failure, boolean json) {
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

  private static JsonObject answer(String text, int exitCode) {
    return new JsonObject().put("text", text).put("exit_code", exitCode);
  }
}
