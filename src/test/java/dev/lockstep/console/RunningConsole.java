package dev.lockstep.console;

import dev.lockstep.FreePorts;
import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.Member;
import dev.lockstep.console.access.Connections;
import dev.lockstep.console.access.SessionFile;
import dev.lockstep.console.access.Token;
import dev.lockstep.console.access.Tokens;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Event;
import dev.lockstep.order.LocalLog;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Signing;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.StoredTransfer;
import dev.lockstep.store.TracedEvent;
import dev.lockstep.store.Verdict;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A console on a free port. What stands behind it on a node is played: a short, filled ledger. */
public final class RunningConsole {
  public static final Token TOKEN = new Token("0123456789abcdef".repeat(4));
  static final Token READING = new Token("fedcba9876543210".repeat(4));

  /** Where the sessions of browsers are kept. */
  final Path sessions = temporaryFile();

  /** What is in the files of the tokens. */
  volatile Tokens tokens = new Tokens(TOKEN, READING);

  volatile IOException tokensFailure;
  public static final Genesis GENESIS = Chains.genesis();
  public static final List<Block> CHAIN = Chains.random(11, 5, 3);
  public static final Block HEAD = CHAIN.getLast();
  static final Instant AT = Instant.parse("2026-01-02T03:04:05.000600Z");

  final Vertx vertx;
  public final int port;

  public volatile Function<Transfer, Outcome> decide = transfer -> committed(false);

  /** When it is there, the order answers nothing before a test has it answer. */
  volatile Queue<Runnable> heldDecisions;

  public volatile Function<UUID, Outcome> find = id -> committed(true);
  volatile Supplier<Status> status = () -> status(MemberState.READY);
  volatile Verdict verdict =
      new Verdict.Sound(HEAD.height(), 9, HEAD.hash(), OptionalLong.of(HEAD.height()), "");
  public volatile boolean isOrderSilent;

  /** What the silent order was asked. */
  final BlockingQueue<Local.ToOrder> unanswered = new LinkedBlockingQueue<>();

  /** What the console has told the order of its own doubts. */
  final BlockingQueue<Local.ToOrder.Doubted> doubts = new LinkedBlockingQueue<>();

  /** What the store finds. */
  volatile Function<StoreQuery, Record> found = this::look;

  volatile IntConsumer onBlocksAsked = limit -> {};

  /** When it fails, the store does. */
  volatile Promise<Void> verdictMade = Promise.promise();

  /** What H2 has of the events: by default nothing. */
  final ConcurrentSkipListMap<Long, TracedEvent> traced = new ConcurrentSkipListMap<>();

  /** Whether H2 gets what happens from now on. */
  volatile boolean isTracing;

  /** While it is set, pages of events are answered by whoever takes them from here. */
  volatile BlockingQueue<Runnable> heldPages;

  /** Why there is no checkpoint and no proof; null when there are. */
  volatile String notProved;

  /** For which the node would halt. */
  final BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();

  private long nextEvent;

  /** What the node that is played has executed and has on no block. */
  private final LocalLog log = new LocalLog();

  final ConsoleVerticle verticle;

  private RunningConsole(
      Vertx vertx,
      Member member,
      Genesis genesis,
      long[] balances,
      List<String> proxies,
      Connections.Limits limits,
      int eventsKept,
      long firstEvent,
      long beatMillis) {
    this.vertx = vertx;
    this.port = member.http();
    this.nextEvent = firstEvent;
    vertx.eventBus().registerCodec(new LocalCodec());
    verdictMade.complete();
    var settings =
        new ConsoleVerticle.Settings(
            member,
            genesis.members(),
            proxies,
            genesis,
            tokens,
            this::readTokens,
            Duration.ofHours(12),
            new SessionFile(sessions, ""),
            balances,
            HEAD.height(),
            List.of(),
            0,
            firstEvent,
            300,
            false,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            resources(),
            Optional.empty());
    this.verticle =
        new ConsoleVerticle(settings, eventsKept, 200, beatMillis, limits, failures::add);
    vertx.deployVerticle(verticle).await();
  }

  private Tokens readTokens() throws IOException {
    if (tokensFailure != null) {
      throw tokensFailure;
    }
    return tokens;
  }

  public static Member member() {
    return new Member("A", "127.0.0.1", FreePorts.take(), 1, 1);
  }

  /** With everybody behind it. */
  public static RunningConsole start(
      Vertx vertx, Member member, List<String> proxies, Connections.Limits limits) {
    var balances = Chains.ledger(CHAIN).balances();
    return new RunningConsole(vertx, member, GENESIS, balances, proxies, limits, 16, 1, 20_000)
        .withOrder()
        .withStore()
        .withCheckpoints();
  }

  /** With other accounts, each with what it has in genesis. */
  static RunningConsole start(Vertx vertx, Genesis genesis, Connections.Limits limits) {
    var balances = genesis.accounts().stream().mapToLong(Genesis.Account::balance).toArray();
    return new RunningConsole(
            vertx, member(), genesis, balances, List.of(), limits, 1 << 10, 1, 20_000)
        .withOrder()
        .withStore()
        .withCheckpoints();
  }

  public Future<Void> leave(long answerMillis, long closeMillis) {
    return verticle.leave(answerMillis, closeMillis);
  }

  static RunningConsole start(Vertx vertx) {
    return start(vertx, 1 << 10).withOrder().withStore().withCheckpoints();
  }

  /** Without anybody behind it. */
  static RunningConsole start(Vertx vertx, int eventsKept) {
    return start(vertx, eventsKept, 1, 20_000);
  }

  /**
   * @param beatMillis how long a connection is silent at most while a long answer is made
   */
  static RunningConsole startBeating(Vertx vertx, int eventsKept, long beatMillis) {
    return start(vertx, eventsKept, 1, beatMillis);
  }

  static RunningConsole start(Vertx vertx, int eventsKept, long firstEvent) {
    return start(vertx, eventsKept, firstEvent, 20_000);
  }

  private static RunningConsole start(
      Vertx vertx, int eventsKept, long firstEvent, long beatMillis) {
    return new RunningConsole(
        vertx,
        member(),
        GENESIS,
        Chains.ledger(CHAIN).balances(),
        List.of(),
        Connections.Limits.STANDARD,
        eventsKept,
        firstEvent,
        beatMillis);
  }

  public static Outcome committed(boolean existed) {
    return new Outcome.Committed(new Location(HEAD.height(), 0), HEAD.hash(), existed);
  }

  public static Status status(MemberState state) {
    var mine = new Timestamp(40, "A");
    return new Status(
        3,
        state,
        state == MemberState.READY ? "" : "B is silent",
        41,
        HEAD.height(),
        HEAD.hash(),
        HEAD.height(),
        HEAD.height() - 1,
        List.of(
            new Status.PeerStatus("B", Status.Presence.UNKNOWN, 0, -1, 0, 0, Optional.empty()),
            new Status.PeerStatus(
                "C",
                Status.Presence.UP,
                2,
                15,
                HEAD.height(),
                HEAD.height(),
                Optional.of(new Timestamp(41, "C")))),
        List.of("B"),
        7,
        HEAD.height(),
        List.of(new Status.Accusation("C", "release: it brings block 7 of B", 2)),
        Optional.of(
            new Status.Mutex(Optional.of(mine), true, List.of(mine, new Timestamp(41, "C")))));
  }

  /** A member of Paxos mode that votes for B's ballot and leads none. */
  public static Status ofPaxos(MemberState state) {
    return ofPaxos(state, new Ballot(6, "B"));
  }

  public static Status ofPaxos(MemberState state, Ballot promised) {
    var lamport = status(state);
    return new Status(
        lamport.incarnation(),
        state,
        lamport.reason(),
        lamport.time(),
        lamport.height(),
        lamport.hash(),
        lamport.durable(),
        lamport.committed(),
        lamport.peers().stream().map(RunningConsole::withoutClaim).toList(),
        lamport.waitingFor(),
        lamport.pending(),
        lamport.target(),
        lamport.accused(),
        Optional.of(
            new Status.Consensus(
                promised, Optional.of(new Ballot(5, "C")), Optional.empty(), 2, 0)));
  }

  private static Status.PeerStatus withoutClaim(Status.PeerStatus peer) {
    return new Status.PeerStatus(
        peer.member(),
        peer.presence(),
        peer.incarnation(),
        peer.lastHeardMillis(),
        peer.height(),
        peer.durable(),
        Optional.empty());
  }

  RunningConsole withOrder() {
    vertx
        .eventBus()
        .<Local.ToOrder>localConsumer(
            Addresses.ORDER,
            question -> {
              if (question.body() instanceof Local.ToOrder.Doubted doubted) {
                doubts.add(doubted);
              } else if (isOrderSilent) {
                unanswered.add(question.body());
              } else if (heldDecisions != null) {
                heldDecisions.add(() -> answer(question));
              } else {
                answer(question);
              }
            });
    return this;
  }

  private void answer(Message<Local.ToOrder> question) {
    question.reply(
        switch (question.body()) {
          case Local.ToOrder.Submit(var transfers) ->
              new Local.Outcomes(transfers.stream().map(t -> decide.apply(t)).toList());
          case Local.ToOrder.Find(var id) -> new Local.Outcomes(List.of(find.apply(id)));
          case Local.ToOrder.AskStatus() -> status.get();
          case Local.ToOrder.Doubted doubted -> throw new AssertionError(doubted);
          case Local.ToOrder.Tell tell -> throw new AssertionError(tell);
          case Local.ToOrder.FromDisk report -> throw new AssertionError(report);
          case Local.ToOrder.Forked fork -> throw new AssertionError(fork);
          case Local.ToOrder.OfLab line -> throw new AssertionError(line);
          case Local.ToOrder.Faulted fault -> throw new AssertionError(fault);
          case Local.ToOrder.Contradicted found -> throw new AssertionError(found);
        },
        LocalCodec.options());
  }

  RunningConsole withStore() {
    vertx
        .eventBus()
        .<StoreQuery>localConsumer(
            Addresses.STORE,
            question -> {
              boolean isPage =
                  question.body() instanceof StoreQuery.AskTrace asked && asked.limit() > 0;
              Runnable answer =
                  () -> question.reply(found.apply(question.body()), LocalCodec.options());
              if (question.body() instanceof StoreQuery.AskVerdict) {
                verdictMade
                    .future()
                    .onSuccess(_ -> question.reply(verdict, LocalCodec.options()))
                    .onFailure(failure -> question.fail(500, failure.getMessage()));
              } else if (isPage && heldPages != null) {
                heldPages.add(answer);
              } else {
                answer.run();
              }
            });
    return this;
  }

  /** A checkpoint of the whole chain, signed by A and B, with what the node makes of it. */
  private RunningConsole withCheckpoints() {
    var tree =
        HashTree.overBlocks(
            height -> height == 0 ? GENESIS.hash() : CHAIN.get((int) height - 1).hash());
    tree.growTo(CHAIN.size() + 1);
    var text =
        new Checkpoint(Checkpoint.originOf(GENESIS), tree.size(), tree.root(tree.size())).text();
    var note =
        new SignedNote(
            text,
            List.of(
                Signing.sign(Keys.of("A"), "test/A", text),
                Signing.cosign(Keys.of("B"), "test/B", text, 1_800_000_000)));
    vertx
        .eventBus()
        .<Local.ToCheckpoint>localConsumer(
            Addresses.CHECKPOINT,
            question -> {
              if (notProved != null) {
                question.fail(503, notProved);
                return;
              }
              question.reply(
                  switch (question.body()) {
                    case Local.ToCheckpoint.AskNewest() -> new Local.Newest(note);
                    case Local.ToCheckpoint.AskReceipt(var header, var transfers, var position) ->
                        dev.lockstep.proof.Receipt.of(header, transfers, position, tree, note);
                    case Local.ToCheckpoint.AskConsistency(var from, var to) ->
                        new Local.Consistency(tree.consistency(from + 1, to + 1));
                    case Local.ToCheckpoint.AskKeys() ->
                        // C has not run yet.
                        new Local.Keys(
                            Checkpoint.originOf(GENESIS),
                            List.of(
                                keyOf("A"), keyOf("B"), new Local.KeyOf("C", Optional.empty())));
                    case Local.ToCheckpoint.Heard heard -> throw new AssertionError(heard);
                  },
                  LocalCodec.options());
            });
    return this;
  }

  private static Local.KeyOf keyOf(String member) {
    var key = new VerifierKey("test/" + member, Keys.of(member).publicKey());
    return new Local.KeyOf(member, Optional.of(key));
  }

  /** The same events as another life would read them. */
  void trace(long number, Event event) {
    var json = EventJson.of(event);
    traced.put(number, new TracedEvent(number, AT, json.time(), json.kind(), json.particulars()));
  }

  private Record look(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) -> {
        var all =
            Stream.concat(Stream.of(StoredBlock.of(GENESIS)), CHAIN.stream().map(StoredBlock::of));
        onBlocksAsked.accept(limit);
        long first = from.orElse(Math.max(0, HEAD.height() + 1 - limit));
        yield new StoreQuery.Blocks(
            all.filter(block -> block.height() >= first).limit(limit).toList());
      }
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(
              ((StoreQuery.Blocks) look(new StoreQuery.AskBlocks(from, limit, 0)))
                  .blocks().stream().map(block -> block.summary(transfers)).toList());
      case StoreQuery.AskStatement(var account, var before, var limit, var _) ->
          new StoreQuery.Statement(statement(account, before).stream().limit(limit).toList());
      case StoreQuery.AskVerdict _ -> throw new AssertionError(query);
      case StoreQuery.AskTrace(var from, var before, var limit) ->
          new StoreQuery.Trace(
              traced.isEmpty() ? OptionalLong.empty() : OptionalLong.of(traced.firstKey()),
              traced.tailMap(from).values().stream()
                  .filter(event -> event.number() < before)
                  .limit(limit)
                  .toList());
    };
  }

  private List<StoredTransfer> statement(String account, Optional<Location> before) {
    List<StoredTransfer> found = new ArrayList<>();
    for (var block : CHAIN) {
      for (int i = 0; i < block.transfers().size(); i++) {
        var transfer = block.transfers().get(i);
        boolean isOlder =
            before.isEmpty()
                || block.height() < before.get().height()
                || block.height() == before.get().height() && i < before.get().position();
        if (isOlder && (transfer.from().equals(account) || transfer.to().equals(account))) {
          found.addFirst(new StoredTransfer(new Location(block.height(), i), transfer));
        }
      }
    }
    return found;
  }

  public void happen(Event... events) {
    List<Local.Numbered> numbered = new ArrayList<>();
    for (var event : events) {
      if (isTracing) {
        trace(nextEvent, event);
      }
      numbered.add(new Local.Numbered(nextEvent++, AT, event));
    }
    publish(new Local.Happened(numbered, List.of(), List.of(), List.of()));
    awaitMetric("lockstep_lamport_time " + (double) events[events.length - 1].time());
  }

  /** Transfers join the local log, which has so many then. */
  void execute(List<Transfer> executed, int logged) {
    log.add(executed);
    publish(new Local.Happened(List.of(), executed, List.of(), List.of()));
    awaitMetric("lockstep_log_transfers " + (double) logged);
  }

  void store(Block block) {
    publish(new Local.Happened(List.of(), List.of(), List.of(block), log.remove(block)));
    awaitMetric("lockstep_height " + (double) block.height());
  }

  private void publish(Local.Happened happened) {
    vertx.eventBus().publish(Addresses.HAPPENED, happened, LocalCodec.options());
  }

  /** Until the console has heard it: what comes over the network may overtake the event bus. */
  private void awaitMetric(String line) {
    long end = System.nanoTime() + 10_000_000_000L;
    while (!get("/metrics").body().contains("\n" + line + "\n")) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never heard: " + line);
      }
    }
  }

  // --- clients ----------------------------------------------------------------------------------

  String host() {
    return "Host: 127.0.0.1:" + port;
  }

  static String bearer() {
    return "Authorization: Bearer " + TOKEN.text();
  }

  /** Signs a browser in, and returns its header. */
  String signIn() {
    return cookie(raw("GET", "/?token=" + TOKEN.text(), "", host()));
  }

  /** What a browser sends after this answer. */
  static String cookie(HttpAnswer answer) {
    return "Cookie: " + answer.header("set-cookie").split(";")[0];
  }

  /** A request with exactly these headers, and what is needed to end it. */
  HttpAnswer raw(String method, String target, String body, String... headers) {
    var fields = String.join("\r\n", headers);
    var length = body.isEmpty() ? "" : "Content-Length: " + body.getBytes().length + "\r\n";
    return HttpAnswer.to(
        port,
        method
            + " "
            + target
            + " HTTP/1.1\r\n"
            + fields
            + "\r\nConnection: close\r\n"
            + length
            + "\r\n"
            + body);
  }

  HttpAnswer call(String method, String target) {
    return raw(method, target, "", host(), bearer());
  }

  HttpAnswer get(String target) {
    return call("GET", target);
  }

  HttpAnswer post(String target, String body) {
    return raw("POST", target, body, host(), bearer(), "Content-Type: application/json");
  }

  static Path resources() {
    try {
      var page = RunningConsole.class.getClassLoader().getResource("webroot/index.html");
      return Path.of(page.toURI()).getParent().getParent();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path temporaryFile() {
    try {
      var folder = Files.createTempDirectory("lockstep-console");
      folder.toFile().deleteOnExit();
      var file = folder.resolve("sessions");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
