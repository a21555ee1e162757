package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Output;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The methods of JSON-RPC; each mirrors a call of the REST interface. */
final class RpcMethods {
  private final TreeMap<String, Function<JsonNode, Future<Answer>>> methods = new TreeMap<>();
  private final Api api;

  RpcMethods(Api api, CommandRunner commands) {
    this.api = api;
    methods.put("transfer", api::transfer);
    methods.put("balance", this::balance);
    methods.put("balances", p -> none(p, () -> Future.succeededFuture(api.accounts())));
    methods.put("chain", this::chain);
    methods.put("block", this::block);
    methods.put("log", this::log);
    methods.put("status", p -> none(p, api::status));
    methods.put("verify", p -> none(p, () -> api.verify().map(verdict -> verdict)));
    methods.put(
        "help",
        p -> none(p, () -> Future.succeededFuture(new Answer.Whole(Help.of(Optional.empty())))));
    methods.put("command", p -> command(p, commands));
  }

  /** The method of a name, if there is one. */
  Optional<Function<JsonNode, Future<Answer>>> find(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  String names() {
    return String.join(", ", methods.keySet()) + ", subscribe";
  }

  private Future<Answer> balance(JsonNode params) {
    JsonInput.requireObject(params, List.of("account"));
    return Future.succeededFuture(
        JsonInput.text(params, "account").map(api::account).orElseGet(api::ownAccount));
  }

  private Future<Answer> chain(JsonNode params) {
    JsonInput.requireObject(params, List.of("from", "limit", "transfers"));
    var from = JsonInput.number(params, "from", 0, Long.MAX_VALUE);
    int limit = JsonInput.number(params, "limit", 1, Api.LIMIT_MAX).orElse(20L).intValue();
    return Future.succeededFuture(
        JsonInput.number(params, "transfers", 0, Api.GLANCE_MAX)
            .<Answer>map(transfers -> api.summaries(from, limit, transfers.intValue()))
            .orElseGet(() -> api.blocks(from, limit)));
  }

  private Future<Answer> log(JsonNode params) {
    JsonInput.requireObject(params, List.of("limit"));
    return Future.succeededFuture(api.log(JsonInput.number(params, "limit", 1, Api.LIMIT_MAX)));
  }

  private Future<Answer> block(JsonNode params) {
    JsonInput.requireObject(params, List.of("height"));
    return Future.succeededFuture(
        api.block(
            JsonInput.number(params, "height", 0, Long.MAX_VALUE)
                .orElseThrow(() -> ApiException.invalidRequest("\"height\" is missing."))));
  }

  private static Future<Answer> command(JsonNode params, CommandRunner commands) {
    JsonInput.requireObject(params, List.of("line", "output"));
    var word = JsonInput.text(params, "output").orElse(Output.TABLE.word());
    var output =
        Output.of(word)
            .orElseThrow(
                () ->
                    ApiException.invalidRequest(
                        "\"output\" is \"" + Excerpt.of(word) + "\", not " + Output.words() + "."));
    return commands.run(JsonInput.requiredText(params, "line"), output);
  }

  private static Future<Answer> none(JsonNode params, Supplier<Future<Answer>> answer) {
    JsonInput.requireObject(params, List.of());
    return answer.get();
  }
}
