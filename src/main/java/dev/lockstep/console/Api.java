package dev.lockstep.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Status;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.StoredTransfer;
import dev.lockstep.store.Verdict;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What can be asked of a node, whatever way it is asked. Failures are {@link ApiException}s. Used
 * by the console's event loop only.
 */
final class Api {
  static final int LIMIT_MAX = 1_000;

  /** Of each block at a glance; times the limit it is no more than two full blocks hold. */
  static final int GLANCE_MAX = 10;

  private static final List<String> MANY = List.of("transfers");
  private static final long READ_TIMEOUT_MILLIS = 10_000;

  private final Vertx vertx;
  private final String member;
  private final Genesis genesis;
  private final BalanceView balances;
  private final Consumer<Refusal> refused;
  private final TransferInput input;
  private final TimeOrderedIds ids = new TimeOrderedIds();
  private final long transferTimeoutMillis;
  private final Departure departure;

  /**
   * @param refused hears of transfers that are refused here, before the order has seen them
   * @param transferTimeoutMillis how long the order may take to answer a transfer
   * @param departure from its beginning on no transfer is passed on
   */
  Api(
      Vertx vertx,
      String member,
      Genesis genesis,
      BalanceView balances,
      Consumer<Refusal> refused,
      long transferTimeoutMillis,
      Departure departure) {
    this.vertx = vertx;
    this.member = member;
    this.genesis = genesis;
    this.balances = balances;
    this.refused = refused;
    this.transferTimeoutMillis = transferTimeoutMillis;
    this.departure = departure;
    this.input = new TransferInput(genesis.defaultAccountOf(member), () -> ids.next().toString());
  }

  /** One transfer; whatever is neither committed nor executed is a failure. */
  Future<JsonObject> transfer(JsonNode body) {
    var read = input.read(body);
    return switch (read.parsed()) {
      case Parsed.Invalid(var refusal) -> {
        refused.accept(refusal);
        yield Future.failedFuture(Answers.refused(read.id(), refusal));
      }
      case Parsed.Valid(var transfer) ->
          submit(List.of(transfer))
              .map(outcomes -> Answers.one(transfer.id(), outcomes.outcomes().getFirst()));
    };
  }

  /** Many transfers: the answer holds an outcome for each, in order. */
  Future<JsonObject> transfers(JsonNode body) {
    JsonInput.requireObject(body, MANY);
    var items = body.get("transfers");
    if (!items.isArray()) {
      throw ApiException.invalidRequest(
          "\"transfers\" is " + JsonInput.kind(items) + ", not an array.");
    }
    if (items.size() > Block.TRANSFERS_MAX) {
      throw ApiException.invalidRequest(
          "There are "
              + items.size()
              + " transfers; send at most "
              + Block.TRANSFERS_MAX
              + " at once.");
    }
    List<TransferInput.Read> reads = new ArrayList<>(items.size());
    List<Transfer> valid = new ArrayList<>(items.size());
    for (var item : items) {
      reads.add(read(item, reads.size()));
    }
    for (var read : reads) {
      switch (read.parsed()) {
        case Parsed.Valid(var transfer) -> valid.add(transfer);
        case Parsed.Invalid(var refusal) -> refused.accept(refusal);
      }
    }
    return submit(valid).map(outcomes -> Answers.many(reads, outcomes.outcomes()));
  }

  private Future<Local.Outcomes> submit(List<Transfer> transfers) {
    if (departure.hasBegun()) {
      return Future.failedFuture(Departure.refusal());
    }
    return outcomes(new Local.ToOrder.Submit(transfers), transfers.size());
  }

  /** Without an answer each has the same outcome, under the id that it can be asked for by. */
  private Future<Local.Outcomes> outcomes(Local.ToOrder question, int count) {
    var answer =
        request(Addresses.ORDER, question, transferTimeoutMillis)
            .map(Local.Outcomes.class::cast)
            .otherwise(failure -> same(Answers.unanswered(failure), count));
    return departure.await(answer, () -> same(new Outcome.InDoubt(List.of()), count));
  }

  private static Local.Outcomes same(Outcome outcome, int count) {
    return new Local.Outcomes(Collections.nCopies(count, outcome));
  }

  Future<JsonObject> find(String id) {
    var parsed = Answers.uuid(id);
    return outcomes(new Local.ToOrder.Find(parsed), 1)
        .map(outcomes -> Answers.one(parsed, outcomes.outcomes().getFirst()));
  }

  JsonObject accounts() {
    return new JsonObject()
        .put("accounts", Views.array(genesis.accounts(), a -> Views.account(a, balances)));
  }

  JsonObject account(String name) {
    return Views.account(accountNamed(name), balances);
  }

  /** The account that a member means when it names none. */
  JsonObject ownAccount() {
    return account(
        genesis
            .defaultAccountOf(member)
            .orElseThrow(
                () ->
                    ApiException.invalidRequest(
                        "Member " + member + " owns no account; name one.")));
  }

  private Genesis.Account accountNamed(String name) {
    if (!genesis.hasAccount(name)) {
      throw new ApiException(
          404, "unknown_account", "There is no account \"" + Excerpt.of(name) + "\".");
    }
    return genesis.accounts().get(genesis.indexOf(name));
  }

  /**
   * @param before {@code HEIGHT} or {@code HEIGHT-POSITION}: only what stands before it
   */
  Future<JsonObject> statement(String account, Optional<String> before, int limit) {
    accountNamed(account);
    return store(
            new StoreQuery.AskStatement(
                account, before.map(Answers::place), limit, balances.height()))
        .map(StoreQuery.Statement.class::cast)
        .map(found -> statement(found.transfers(), limit));
  }

  private TransferInput.Read read(JsonNode item, int index) {
    try {
      return input.read(item);
    } catch (ApiException e) {
      throw new ApiException(e.status(), e.code(), "transfers[" + index + "]: " + e.getMessage());
    }
  }

  private static JsonObject statement(List<StoredTransfer> found, int limit) {
    var json =
        new JsonObject()
            .put(
                "transfers",
                Views.array(found, placed -> Views.transfer(placed.transfer(), placed.location())));
    if (found.size() == limit) {
      var last = found.getLast().location();
      json.put("next", last.height() + "-" + last.position());
    }
    return json;
  }

  /** Ascending from a height, or the newest ones; fewer when they are big. */
  Future<JsonObject> blocks(Optional<Long> from, int limit) {
    return store(new StoreQuery.AskBlocks(from, limit, balances.height()))
        .map(StoreQuery.Blocks.class::cast)
        .map(found -> new JsonObject().put("blocks", Views.array(found.blocks(), Views::block)));
  }

  /** The same at a glance, each with its first transfers only. */
  Future<JsonObject> summaries(Optional<Long> from, int limit, int transfers) {
    return store(new StoreQuery.AskSummaries(from, limit, transfers, balances.height()))
        .map(StoreQuery.Summaries.class::cast)
        .map(found -> new JsonObject().put("blocks", Views.array(found.blocks(), Views::summary)));
  }

  Future<JsonObject> block(long height) {
    return store(new StoreQuery.AskBlocks(Optional.of(height), 1, balances.height()))
        .map(StoreQuery.Blocks.class::cast)
        .map(
            found -> {
              if (found.blocks().isEmpty()) {
                throw ApiException.notFound(
                    "There is no block " + height + "; the newest is " + balances.height() + ".");
              }
              return Views.block(found.blocks().getFirst());
            });
  }

  /**
   * What this node has executed that is on no block; in Lamport mode there is nothing such.
   *
   * @param limit for the newest ones only
   */
  JsonObject log(Optional<Long> limit) {
    var log = balances.log().transfers();
    long left = limit.map(most -> Math.max(0, log.size() - most)).orElse(0L);
    return new JsonObject()
        .put("transfers", Views.array(log.subList((int) left, log.size()), Views::transfer));
  }

  Future<JsonObject> status() {
    return memberStatus().map(status -> withDeparture(Views.status(status, genesis, member)));
  }

  /** The protocol goes on until all are answered, and knows nothing of the end. */
  private JsonObject withDeparture(JsonObject status) {
    return departure.hasBegun()
        ? status.put("state", Departure.STATE).put("reason", Departure.REASON)
        : status;
  }

  Future<Status> memberStatus() {
    return ask(Addresses.ORDER, new Local.ToOrder.AskStatus(), READ_TIMEOUT_MILLIS)
        .map(Status.class::cast);
  }

  Future<JsonObject> verify() {
    // Reading a long chain back takes as long as it takes.
    return ask(
            Addresses.STORE,
            new StoreQuery.AskVerdict(balances.height()),
            Duration.ofHours(1).toMillis())
        .map(Verdict.class::cast)
        .map(Views::verdict);
  }

  /** Events that have left memory: at most so many, from a number on and before another. */
  Future<StoreQuery.Trace> trace(long from, long before, int limit) {
    return store(new StoreQuery.AskTrace(from, before, limit)).map(StoreQuery.Trace.class::cast);
  }

  private Future<Object> store(StoreQuery query) {
    return ask(Addresses.STORE, query, READ_TIMEOUT_MILLIS);
  }

  private Future<Object> ask(String address, Object question, long timeoutMillis) {
    return request(address, question, timeoutMillis)
        .recover(failure -> Future.failedFuture(Answers.unread(failure)));
  }

  private Future<Object> request(String address, Object question, long timeoutMillis) {
    DeliveryOptions options = LocalCodec.options().setSendTimeout(timeoutMillis);
    return vertx.eventBus().<Object>request(address, question, options).map(reply -> reply.body());
  }
}
