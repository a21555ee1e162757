package dev.lockstep.console.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.command.Output;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.CallReader;
import dev.lockstep.console.api.Client;
import dev.lockstep.console.api.JsonInput;
import dev.lockstep.console.api.TransferInput;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.Answer;
import dev.lockstep.console.delivery.Lookup;
import dev.lockstep.console.prompt.CommandRunner;
import dev.lockstep.console.result.ApiException;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The methods of JSON-RPC; each mirrors a call of the REST interface. */
final class RpcMethods {
  /** The most results that are written on the event loop; more are rendered in pieces. */
  private static final int SHORT_BATCH = 64;

  private final TreeMap<String, Method> methods = new TreeMap<>();
  private final Api api;

  /** What is done for a request. */
  interface Method {
    /**
     * @param client who has sent it
     */
    Future<Answer> call(JsonNode params, Client client);
  }

  RpcMethods(Api api, CommandRunner commands) {
    this.api = api;
    methods.put("transfer", this::transfer);
    methods.put("transfers", this::transfers);
    put("find", this::find);
    put("balance", this::balance);
    put("balances", p -> none(p, () -> Future.succeededFuture(api.accounts().as(Views::accounts))));
    put("chain", this::chain);
    put("block", this::block);
    put("log", this::log);
    put("status", p -> none(p, () -> whole(api.status(), Views::status)));
    put("verify", p -> none(p, () -> whole(api.verify(), Views::verdict)));
    put("help", p -> none(p, () -> Future.succeededFuture(CommandRunner.manual())));
    methods.put("lab", this::lab);
    methods.put("command", (p, client) -> command(p, commands, client));
  }

  private void put(String name, Function<JsonNode, Future<Answer>> method) {
    methods.put(name, (params, _) -> method.apply(params));
  }

  private Future<Answer> transfer(JsonNode params, Client client) {
    client.requireWrite();
    return whole(api.transfer(params), Views::receipt);
  }

  /**
   * Reads them on the event loop, where the message was parsed too: it has at most 256 KiB. So
   * transfers are executed in the order in which a connection has sent them.
   */
  private Future<Answer> transfers(JsonNode params, Client client) {
    client.requireWrite();
    return transfers(api.readMany(params));
  }

  /** A call of {@code transfers} that is written as it should be. */
  Optional<CallReader.Call> readCall(String text) {
    return api.readCall(text);
  }

  Future<Answer> transfers(CallReader.Call call, Client client) {
    client.requireWrite();
    return transfers(call.transfers());
  }

  private Future<Answer> transfers(List<TransferInput.Read> reads) {
    var answer = api.transfers(reads);
    return reads.size() <= SHORT_BATCH
        ? answer.compose(Lookup::open).map(batch -> new Answer.Whole(Views.shortResults(batch)))
        : answer.map(batch -> batch.as(Views::results));
  }

  private Future<Answer> find(JsonNode params) {
    JsonInput.requireObject(params, List.of("id"));
    return whole(api.find(JsonInput.requiredText(params, "id")), Views::receipt);
  }

  /** The method of a name, if there is one. */
  Optional<Method> find(String name) {
    return Optional.ofNullable(methods.get(name));
  }

  String names() {
    return String.join(", ", methods.keySet()) + ", subscribe, watch";
  }

  private Future<Answer> balance(JsonNode params) {
    JsonInput.requireObject(params, List.of("account"));
    var account = JsonInput.text(params, "account").map(api::account).orElseGet(api::ownAccount);
    return Future.succeededFuture(new Answer.Whole(Views.account(account)));
  }

  private Future<Answer> chain(JsonNode params) {
    JsonInput.requireObject(params, List.of("from", "limit", "transfers"));
    var from = JsonInput.number(params, "from", 0, Long.MAX_VALUE);
    int limit = JsonInput.number(params, "limit", 1, Api.LIMIT_MAX).orElse(20L).intValue();
    return Future.succeededFuture(
        JsonInput.number(params, "transfers", 0, Api.GLANCE_MAX)
            .map(transfers -> api.summaries(from, limit, transfers.intValue()).as(Views::summaries))
            .orElseGet(() -> api.blocks(from, limit).as(Views::blocks)));
  }

  private Future<Answer> log(JsonNode params) {
    JsonInput.requireObject(params, List.of("limit"));
    return Future.succeededFuture(
        api.log(JsonInput.number(params, "limit", 1, Api.LIMIT_MAX)).as(Views::log));
  }

  private Future<Answer> block(JsonNode params) {
    JsonInput.requireObject(params, List.of("height"));
    return Future.succeededFuture(
        api.block(
                JsonInput.number(params, "height", 0, Long.MAX_VALUE)
                    .orElseThrow(() -> ApiException.invalidRequest("\"height\" is missing.")))
            .as(Views::block));
  }

  /** Whoever may only read sees no switches either. */
  private Future<Answer> lab(JsonNode params, Client client) {
    client.requireWrite();
    JsonInput.requireObject(params, List.of("line"));
    return whole(api.lab(JsonInput.text(params, "line").orElse("")), Function.identity());
  }

  private static Future<Answer> command(JsonNode params, CommandRunner commands, Client client) {
    JsonInput.requireObject(params, List.of("line", "output"));
    var word = JsonInput.text(params, "output").orElse(Output.TABLE.word());
    var output =
        Output.of(word)
            .orElseThrow(
                () ->
                    ApiException.invalidRequest(
                        "\"output\" is \"" + Excerpt.of(word) + "\", not " + Output.words() + "."));
    return commands.run(JsonInput.requiredText(params, "line"), output, client);
  }

  private static <T> Future<Answer> whole(Future<T> result, Function<T, JsonObject> json) {
    return result.map(value -> new Answer.Whole(json.apply(value)));
  }

  private static Future<Answer> none(JsonNode params, Supplier<Future<Answer>> answer) {
    JsonInput.requireObject(params, List.of());
    return answer.get();
  }
}
