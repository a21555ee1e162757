package dev.lockstep.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.command.Payment;
import dev.lockstep.console.delivery.Lookup;
import dev.lockstep.console.metrics.NodeMetrics;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.ids.TimeOrderedIds;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Status;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.StoredBlock;
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
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What clients can ask of a node, over any of its interfaces. Results are values: {@link Views}
 * writes them as JSON, and the prompt's {@code CommandText} as text. Failures are {@link
 * ApiException}s. Methods are called on the console's event loop unless they say otherwise.
 */
public final class Api {
  private static final Logger LOG = LoggerFactory.getLogger(Api.class);

  public static final int LIMIT_MAX = 1_000;

  /** The most transfers of each block in a summary: times the limit, what two full blocks hold. */
  public static final int GLANCE_MAX = 10;

  private static final long READ_TIMEOUT_MILLIS = 10_000;

  private final Vertx vertx;
  private final String member;
  private final Genesis genesis;
  private final BalanceView balances;
  private final NodeMetrics metrics;
  private final TransferInput input;
  private final BatchReader batches;
  private final CallReader calls;
  private final TimeOrderedIds ids = new TimeOrderedIds();
  private final long transferTimeoutMillis;
  private final Departure departure;
  private final boolean isLab;
  private final List<String> members;
  private Optional<Function<String, CompletionStage<JsonObject>>> supervisor = Optional.empty();

  /**
   * @param members in the order of the cluster file
   * @param metrics count what is refused here, before the order has seen it, and what is in doubt
   * @param transferTimeoutMillis how long the order may take to answer a transfer
   * @param departure once it has begun, no transfer is passed on
   * @param isLab whether a supervisor may cut, hold and kill
   */
  public Api(
      Vertx vertx,
      String member,
      List<String> members,
      Genesis genesis,
      BalanceView balances,
      NodeMetrics metrics,
      long transferTimeoutMillis,
      Departure departure,
      boolean isLab) {
    this.vertx = vertx;
    this.member = member;
    this.genesis = genesis;
    this.balances = balances;
    this.metrics = metrics;
    this.transferTimeoutMillis = transferTimeoutMillis;
    this.departure = departure;
    this.isLab = isLab;
    this.members = List.copyOf(members);
    this.input = new TransferInput(genesis.defaultAccountOf(member), () -> ids.next().toString());
    this.batches = new BatchReader(input);
    this.calls = new CallReader(batches);
  }

  /** One transfer; whatever is neither committed nor executed is a failure. */
  public Future<Receipt> transfer(JsonNode body) {
    return transfer(input.read(body));
  }

  /** The same for one that the line of a command holds. */
  public Future<Receipt> transfer(Payment payment) {
    return transfer(input.read(payment));
  }

  private Future<Receipt> transfer(TransferInput.Read read) {
    return switch (read.parsed()) {
      case Parsed.Invalid(var refusal) -> {
        metrics.refusedAtOnce(refusal);
        yield Future.failedFuture(new ApiException(Problem.refused(read.id(), refusal)));
      }
      case Parsed.Valid(var transfer) ->
          submit(List.of(transfer)).map(outcomes -> receipt(transfer.id(), outcomes));
    };
  }

  private static Receipt receipt(UUID id, Local.Outcomes outcomes) {
    return Answers.receipt(Answers.of(id, outcomes.outcomes().getFirst()));
  }

  /** Reads many transfers that are written as they should be. May be called by any thread. */
  public Optional<List<TransferInput.Read>> readMany(byte[] text) {
    return batches.read(text);
  }

  /** Reads a call of many transfers that is written as it should be. */
  public Optional<CallReader.Call> readCall(String text) {
    return calls.read(text);
  }

  /** Reads many transfers. Takes some tens of milliseconds; may be called by any thread. */
  public List<TransferInput.Read> readMany(JsonNode body) {
    return batches.read(body);
  }

  /** Many transfers. */
  public Future<Lookup<BatchAnswer>> transfers(List<TransferInput.Read> reads) {
    List<Transfer> valid = new ArrayList<>(reads.size());
    for (var read : reads) {
      switch (read.parsed()) {
        case Parsed.Valid(var transfer) -> valid.add(transfer);
        case Parsed.Invalid(var refusal) -> metrics.refusedAtOnce(refusal);
      }
    }
    return submit(valid)
        .map(
            outcomes ->
                new Lookup<>(
                    () -> Future.succeededFuture(new BatchAnswer(reads, outcomes.outcomes()))));
  }

  private Future<Local.Outcomes> submit(List<Transfer> transfers) {
    if (departure.hasBegun()) {
      return Future.failedFuture(Departure.refusal());
    }
    long begun = System.nanoTime();
    return outcomes(
            new Local.ToOrder.Submit(transfers), transfers.stream().map(Transfer::id).toList())
        .onSuccess(
            given ->
                metrics.answered(given.outcomes(), Duration.ofNanos(System.nanoTime() - begun)));
  }

  /** If the order does not answer, all have the same outcome; clients can ask again by id. */
  private Future<Local.Outcomes> outcomes(Local.ToOrder question, List<UUID> ids) {
    var answer =
        request(Addresses.ORDER, question, transferTimeoutMillis)
            .map(Local.Outcomes.class::cast)
            .otherwise(failure -> tell(ids, Answers.unanswered(failure, member)));
    return departure
        .await(answer, () -> tell(ids, Departure.doubt(member)))
        .onSuccess(given -> metrics.count(given.outcomes()));
  }

  /**
   * Reports a doubt that arose here to the order, which makes an event of each. It does so for its
   * own doubts already.
   */
  private Local.Outcomes tell(List<UUID> ids, Outcome outcome) {
    if (outcome instanceof Outcome.InDoubt doubt) {
      LOG.warn("{} transfers are in doubt: {}", ids.size(), doubt.reason());
      vertx
          .eventBus()
          .send(Addresses.ORDER, new Local.ToOrder.Doubted(ids, doubt), LocalCodec.options());
    }
    return new Local.Outcomes(Collections.nCopies(ids.size(), outcome));
  }

  public Future<Receipt> find(String id) {
    var parsed = Answers.uuid(id);
    return outcomes(new Local.ToOrder.Find(parsed), List.of(parsed))
        .map(found -> receipt(parsed, found));
  }

  public Lookup<BalanceView.Snapshot> accounts() {
    return new Lookup<>(() -> Future.succeededFuture(balances.snapshot()));
  }

  public AccountBalance account(String name) {
    requireAccount(name);
    return balances.get(name);
  }

  /** The account that a member means when it names none. */
  public AccountBalance ownAccount() {
    return account(
        genesis
            .defaultAccountOf(member)
            .orElseThrow(
                () ->
                    ApiException.invalidRequest(
                        "Member " + member + " owns no account; name one.")));
  }

  private void requireAccount(String name) {
    if (!genesis.hasAccount(name)) {
      throw new ApiException(
          ProblemCode.UNKNOWN_ACCOUNT, "There is no account \"" + Excerpt.of(name) + "\".");
    }
  }

  /**
   * @param before {@code HEIGHT} or {@code HEIGHT-POSITION}: only what precedes it
   */
  public Lookup<Statement> statement(String account, Optional<String> before, int limit) {
    requireAccount(account);
    var place = before.map(Answers::place);
    return new Lookup<>(
        () ->
            store(new StoreQuery.AskStatement(account, place, limit, balances.height()))
                .map(found -> new Statement(((StoreQuery.Statement) found).transfers(), limit)));
  }

  /** Ascending from a height, or the newest ones; fewer when they are big. */
  public Lookup<List<StoredBlock>> blocks(Optional<Long> from, int limit) {
    return new Lookup<>(() -> storedBlocks(from, limit));
  }

  private Future<List<StoredBlock>> storedBlocks(Optional<Long> from, int limit) {
    return store(new StoreQuery.AskBlocks(from, limit, balances.height()))
        .map(found -> ((StoreQuery.Blocks) found).blocks());
  }

  /** The same blocks, each with its first transfers only. */
  public Lookup<List<BlockSummary>> summaries(Optional<Long> from, int limit, int transfers) {
    return new Lookup<>(
        () ->
            store(new StoreQuery.AskSummaries(from, limit, transfers, balances.height()))
                .map(found -> ((StoreQuery.Summaries) found).blocks()));
  }

  public Lookup<StoredBlock> block(long height) {
    return new Lookup<>(() -> storedBlock(height));
  }

  Future<StoredBlock> storedBlock(long height) {
    return storedBlocks(Optional.of(height), 1).map(found -> only(found, height));
  }

  /** Of the newest block that this node shows. */
  long height() {
    return balances.height();
  }

  private StoredBlock only(List<StoredBlock> found, long height) {
    if (found.isEmpty()) {
      throw ApiException.notFound(
          "There is no block " + height + "; the newest is " + balances.height() + ".");
    }
    return found.getFirst();
  }

  /**
   * What this node has executed that is on no block; empty in Lamport mode.
   *
   * @param limit for the newest ones only
   */
  public Lookup<List<Transfer>> log(Optional<Long> limit) {
    return new Lookup<>(
        () ->
            Future.succeededFuture(
                balances.newestLogged(limit.map(Long::intValue).orElse(Integer.MAX_VALUE))));
  }

  public Future<NodeStatus> status() {
    return memberStatus()
        .map(
            status ->
                new NodeStatus(genesis, members, member, status, departure.hasBegun(), isLab));
  }

  /** The node is in a lab, and this is who does what its clients want there. */
  public void supervised(Function<String, CompletionStage<JsonObject>> supervisor) {
    this.supervisor = Optional.of(supervisor);
  }

  /**
   * Has the supervisor of a lab do what a line says; an empty one only asks how things are.
   *
   * @return {@code said}, what has been done in sentences, and {@code members}, how they are now
   */
  public Future<JsonObject> lab(String line) {
    if (supervisor.isEmpty()) {
      return Future.failedFuture(
          new ApiException(
              ProblemCode.NOT_FOUND,
              isLab
                  ? "Nobody supervises this node; start its cluster with ./run.sh lab --real."
                  : "This node is in no lab: its cluster file has no line \"lab: true\"."));
    }
    var context = vertx.getOrCreateContext();
    return Future.fromCompletionStage(supervisor.get().apply(line), context)
        .compose(
            answer ->
                answer.containsKey("problem")
                    ? Future.failedFuture(
                        new ApiException(ProblemCode.USAGE, answer.getString("problem")))
                    : Future.succeededFuture(answer));
  }

  public Future<Status> memberStatus() {
    return ask(Addresses.ORDER, new Local.ToOrder.AskStatus(), READ_TIMEOUT_MILLIS)
        .map(Status.class::cast);
  }

  public Future<Verdict> verify() {
    // Reading a long chain back takes as long as it takes.
    return ask(
            Addresses.STORE,
            new StoreQuery.AskVerdict(balances.height()),
            Duration.ofHours(1).toMillis())
        .map(Verdict.class::cast);
  }

  /** Events that are no longer in memory: from one number up to, but without, another. */
  public Future<StoreQuery.Trace> trace(long from, long before, int limit) {
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
