package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.console.ConsoleVerticle;
import dev.lockstep.console.access.Tokens;
import dev.lockstep.door.Machines;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Order;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.Orders;
import dev.lockstep.recording.RecordedOrder;
import dev.lockstep.recording.RunEntry;
import dev.lockstep.recording.RunFiles;
import dev.lockstep.recording.RunWriter;
import dev.lockstep.store.TraceTail;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member's process: opens the files, joins the others, deploys the verticles, stops them. */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int WAITING_MAX = 1 << 16;
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 8;

  /** The part of a stop in which clients are answered, and the part in which they disconnect. */
  private static final long ANSWER_MILLIS = 4_000;

  private static final long CLOSE_MILLIS = 1_000;

  private final Membership membership;
  private final Vertx vertx;
  private final NodeFiles files;
  private final OrderFactory orders;
  private final Halt halt = new Halt();
  private final List<String> deployments = new ArrayList<>();
  private Optional<RunWriter> recording = Optional.empty();
  private ConsoleVerticle console;

  private Node(Membership membership, NodeFiles files, OrderFactory orders) {
    this.membership = membership;
    this.vertx = membership.vertx();
    this.files = files;
    this.orders = orders;
  }

  /**
   * Starts a node; returns when it listens on its ports. Joining the others goes on by itself.
   *
   * @param reading how far the check of the journal has come, in bytes
   * @param notice is given a sentence now and then that a person should see
   * @throws NodeException when it cannot start
   */
  public static Node start(NodeOptions options, Progress reading, Consumer<String> notice) {
    return start(options, Orders::start, reading, notice);
  }

  /**
   * The same with a protocol that no genesis names.
   *
   * @param orders starts the member of this node
   */
  public static Node start(
      NodeOptions options, OrderFactory orders, Progress reading, Consumer<String> notice) {
    var member = options.config().member(options.member()).orElseThrow();
    var machines = Machines.of(options.config().members(), member.name());
    Identity.requireKeys(options.config(), machines);
    try {
      var locked = Locked.of(options, member, machines);
      return start(options, member, machines, locked, orders, reading, notice);
    } catch (DataException e) {
      throw new NodeException(e.getMessage(), e);
    }
  }

  /** What no other process may use meanwhile. */
  private record Locked(DataDirectory directory, Identity identity) {
    static Locked of(NodeOptions options, Member member, Machines machines) {
      var directory = DataDirectory.open(options.dataDir(), member.name());
      try {
        FileDescriptors.requireEnough();
        Ports.requireFree(member, machines);
        return new Locked(directory, Identity.open(options));
      } catch (RuntimeException e) {
        directory.close();
        throw e;
      }
    }
  }

  private static Node start(
      NodeOptions options,
      Member member,
      Machines machines,
      Locked locked,
      OrderFactory orders,
      Progress reading,
      Consumer<String> notice) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var identity = locked.identity();
    // The journal is read meanwhile. The others hear nothing of the protocol before it is read.
    var joining =
        Joining.begin(
            () -> Membership.join(options, member, machines, identity, registry, START_SECONDS));
    var files = files(options, locked.directory(), joining, reading, notice);
    try {
      var node = new Node(joining.await(), files, orders);
      node.deploy(options, member, identity, registry, notice);
      return node;
    } catch (RuntimeException e) {
      joining.leave(e);
      files.close();
      throw e;
    }
  }

  private static NodeFiles files(
      NodeOptions options,
      DataDirectory directory,
      Joining joining,
      Progress reading,
      Consumer<String> notice) {
    try {
      return NodeFiles.open(options, directory, reading, notice);
    } catch (RuntimeException e) {
      joining.leave(e);
      directory.close();
      throw e;
    }
  }

  private void deploy(
      NodeOptions options,
      Member member,
      Identity identity,
      PrometheusMeterRegistry registry,
      Consumer<String> notice) {
    var config = options.config();
    var memory = files.recovered().memory();
    // The order owns the memory from its start on, so what the console needs is taken before.
    var executed = NodeFiles.executed(options, memory);
    var order = order(options, member);
    // The verticles that receive are deployed before those that send.
    deploy(new EventLogVerticle(notice, options.startCommand(), halt));
    var journal = files.recovered().journal();
    var archive = files.recovered().archive();
    var signatures = new BlockSignatures(member.name(), config.genesis(), identity);
    var evidence = new Evidence(options.directory(), archive, identity.keyring());
    deploy(new JournalVerticle(journal, archive, signatures, evidence, halt));
    deploy(new StoreVerticle(config.genesis(), files.store(), executed, journal, archive, halt));
    if (config.isTraced()) {
      var tail = new TraceTail(options.directory());
      deploy(new TraceVerticle(files.store(), tail, files.numbers().first(), halt));
    }
    deploy(Checkpoints.of(options, identity).verticle(files, membership.seal(), registry, halt));
    console =
        new ConsoleVerticle(
            new ConsoleVerticle.Settings(
                member,
                config.memberNames(),
                config.proxies(),
                config.genesis(),
                files.tokens(),
                () -> Tokens.read(options.directory()),
                options.session(),
                files.sessions(),
                memory.ledger().balances(),
                memory.ledger().height(),
                executed,
                memory.paxos().promised().round(),
                files.numbers().first(),
                config.transferTimeout().toMillis(),
                config.isLab(),
                registry,
                ResourceFolder.of(options.directory()),
                options.siblings() ? Optional.of(options.dataDir()) : Optional.empty()),
            e -> halt.unforeseen("what the console knows of the chain", e));
    deploy(console);
    deploy(
        new OrderVerticle(
            member.name(),
            config.genesis(),
            membership.seal(),
            signatures,
            order,
            files.numbers(),
            config.messageDelay().toMillis(),
            halt));
  }

  private Order order(NodeOptions options, Member member) {
    var config = options.config();
    var recovered = files.recovered();
    long incarnation =
        options.rejoin() ? recovered.memory().incarnation() : recovered.beginIncarnation();
    var limits =
        new Limits(
            config.blockMaxTransfers(),
            WAITING_MAX,
            config.transferTimeout().toMillis(),
            Block.TRANSFERS_MAX,
            config.proposeAfter().toMillis(),
            config.mutexKeep(),
            config.messageDelay().toMillis());
    var order =
        orders.start(member.name(), recovered.memory(), incarnation, options.rejoin(), limits);
    if (!config.isRecorded()) {
      return order;
    }
    var begun =
        new RunEntry.Begun(
            ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()),
            member.name(),
            config.genesis(),
            incarnation,
            options.rejoin(),
            limits,
            recovered.records());
    recording =
        Optional.of(RunWriter.begin(RunFiles.folder(options.directory()), begun, LOG::warn));
    return new RecordedOrder(order, recording.get()::add);
  }

  private void deploy(Deployable verticle) {
    deployments.add(Await.seconds("start", START_SECONDS, vertx.deployVerticle(verticle)));
  }

  /** What clients of the node ask, over a connection or from within this process. */
  public ConsoleVerticle console() {
    return console;
  }

  /** What the supervisor of a lab says; see {@link WireSwitches#change}. */
  public void lab(String line) {
    vertx.eventBus().send(Addresses.ORDER, new Local.ToOrder.OfLab(line), LocalCodec.options());
  }

  /**
   * The node is in a lab. The file of its cluster must say so.
   *
   * @param supervisor does what somebody at a page of the node wants
   * @param wire is told what is cut and held here, whenever that has changed; on the event loop
   */
  public void supervised(
      Function<String, CompletionStage<JsonObject>> supervisor, Consumer<JsonObject> wire) {
    vertx
        .eventBus()
        .<Local.Wire>localConsumer(Addresses.LAB, message -> wire.accept(message.body().json()));
    Await.seconds("be supervised", START_SECONDS, console.supervised(supervisor));
  }

  /** Completes with one sentence when the node has to stop by itself. */
  public CompletionStage<String> halted() {
    return halt.reason();
  }

  /** Completes with one sentence when the member takes part no more, and the node still reads. */
  public CompletionStage<String> silenced() {
    return halt.silence();
  }

  /**
   * Takes no more transfers, answers those that wait, ends the connections of clients, and only
   * then leaves the others and closes the files. The steps share one budget of time.
   */
  public void stop() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    tryUntil(deadline, "answer its clients", () -> console.leave(ANSWER_MILLIS, CLOSE_MILLIS));
    for (var deployment : deployments.reversed()) {
      tryUntil(deadline, "stop", () -> vertx.undeploy(deployment));
    }
    tryUntil(deadline, "leave the event bus", vertx::close);
    recording.ifPresent(RunWriter::close);
    membership.between().ifPresent(Membership.Between::close);
    files.close();
  }

  private static void tryUntil(long deadline, String what, Supplier<Future<Void>> step) {
    // When one step has used up the time, each of the others still gets a moment: most need less.
    long left = Math.max(100, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    try {
      Await.millis(what, left, step.get());
    } catch (NodeException e) {
      LOG.warn(e.getMessage());
    }
  }
}
