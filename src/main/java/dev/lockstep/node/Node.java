package dev.lockstep.node;

import static java.util.stream.Collectors.toMap;

import dev.lockstep.bus.ClusterOptions;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.FixedRoutes;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.Hosts;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.console.ConsoleVerticle;
import dev.lockstep.console.Token;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.EventNumbers;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.Recovered;
import dev.lockstep.journal.Recovery;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Orders;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreException;
import dev.lockstep.store.StoreKeeper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member's process: puts the parts together, starts them in their order, and stops them. */
public final class Node {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final int WAITING_MAX = 1 << 16;
  private static final long START_SECONDS = 120;
  private static final long STOP_SECONDS = 8;

  /** The parts of it that clients have: until they are answered, and until they are gone. */
  private static final long ANSWER_MILLIS = 4_000;

  private static final long CLOSE_MILLIS = 1_000;

  private final Vertx vertx;
  private final Recovered recovered;
  private final Store store;
  private final EventNumbers numbers;
  private final DataDirectory directory;
  private final Halt halt;
  private final List<String> deployments = new ArrayList<>();
  private ConsoleVerticle console;

  private Node(
      Vertx vertx,
      Recovered recovered,
      Store store,
      EventNumbers numbers,
      DataDirectory directory,
      Halt halt) {
    this.vertx = vertx;
    this.recovered = recovered;
    this.store = store;
    this.numbers = numbers;
    this.directory = directory;
    this.halt = halt;
  }

  /**
   * Starts a node; returns when it listens on its ports. Joining the others goes on by itself.
   *
   * @param reading how far the check of the journal has come, in bytes
   * @param storing how far the check of H2 has come, in blocks
   * @param notice hears a sentence now and then that a person should see
   * @throws NodeException when it cannot start
   */
  public static Node start(
      NodeOptions options, Progress reading, Progress storing, Consumer<String> notice) {
    var member = options.config().member(options.member()).orElseThrow();
    try {
      var directory = DataDirectory.open(options.dataDir(), member.name());
      try {
        FileDescriptors.requireEnough();
        Ports.requireFree(member);
        return start(options, member, directory, reading, storing, notice);
      } catch (RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (DataException e) {
      throw new NodeException(e.getMessage(), e);
    }
  }

  private static Node start(
      NodeOptions options,
      Member member,
      DataDirectory directory,
      Progress reading,
      Progress storing,
      Consumer<String> notice) {
    var recovered = recover(options, directory, reading, notice);
    var memory = recovered.memory();
    if (options.rejoin() && memory.paxos().log().size() > 0) {
      notice.accept(
          memory.paxos().log().size()
              + " transfers that "
              + member.name()
              + " had executed and that are on no block are given up.");
    }
    try {
      var store =
          StoreKeeper.open(
              directory.store(),
              memory.ledger(),
              executed(options, memory),
              recovered.archive(),
              options.rejoin(),
              storing);
      try {
        // Before H2 is asked for anything else: from now on no number is given out twice.
        var numbers = EventNumbers.open(directory.path(), store.newestTraced().orElse(0));
        return start(options, member, directory, recovered, store, numbers, notice);
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (RuntimeException e) {
      recovered.journal().close();
      throw e;
    }
  }

  private static Node start(
      NodeOptions options,
      Member member,
      DataDirectory directory,
      Recovered recovered,
      Store store,
      EventNumbers numbers,
      Consumer<String> notice) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    var vertx = cluster(options, member, registry);
    var node = new Node(vertx, recovered, store, numbers, directory, new Halt());
    try {
      node.deploy(options, member, registry, notice);
      return node;
    } catch (RuntimeException e) {
      try {
        await("stop", STOP_SECONDS, vertx.close());
      } catch (NodeException late) {
        // Why the node cannot start is what a person has to know.
        e.addSuppressed(late);
      }
      throw e;
    }
  }

  private static Recovered recover(
      NodeOptions options, DataDirectory directory, Progress reading, Consumer<String> notice) {
    var genesis = options.config().genesis();
    try {
      return Recovery.open(directory, genesis, reading);
    } catch (DataException e) {
      if (e.kind() != DataException.Kind.DAMAGED) {
        throw e;
      }
      if (!options.rejoin()) {
        throw new DataException(e.kind(), withRemedy(e.getMessage(), options), e);
      }
      var aside = directory.setAside();
      notice.accept(e.getMessage() + " It was set aside as " + aside + ".");
      return Recovery.open(directory, genesis, reading);
    }
  }

  private static String withRemedy(String sentence, NodeOptions options) {
    return sentence.replaceFirst("\\.$", "")
        + "; "
        + options.startCommand()
        + " --rejoin sets the journal aside and copies the chain from the others.";
  }

  private static Vertx cluster(
      NodeOptions options, Member member, PrometheusMeterRegistry registry) {
    // Vert.x prefers files of the working directory to those of the jar: it gets one where nobody
    // else can leave a page for our visitors.
    System.setProperty("vertx.cwd", options.directory().resolve("journal").toString());
    var config = options.config();
    var hazelcast =
        ClusterOptions.hazelcast(
            config.ledger(),
            member.bind(),
            Hosts.isAny(member.bind()),
            member.hazelcast(),
            member.at(member.hazelcast()),
            config.members().stream().map(m -> m.at(m.hazelcast())).toList());
    var vertx =
        await(
            "join the event bus",
            START_SECONDS,
            Vertx.builder()
                .with(
                    new VertxOptions()
                        .setMetricsOptions(VertxMeters.options())
                        .setFileSystemOptions(ResourceFolder.options(options.directory()))
                        .setEventBusOptions(
                            ClusterOptions.eventBus(member.bind(), member.host(), member.bus())))
                .withMetrics(new MicrometerMetricsFactory(registry))
                .withClusterManager(new FixedRoutes(hazelcast, buses(config.members())))
                .buildClustered());
    vertx.eventBus().registerCodec(new EnvelopeCodec()).registerCodec(new LocalCodec());
    return vertx;
  }

  /** Where each member hears the others. */
  private static Map<String, NodeInfo> buses(List<Member> members) {
    return members.stream()
        .collect(toMap(Member::name, m -> new NodeInfo(m.host(), m.bus(), null)));
  }

  private void deploy(
      NodeOptions options,
      Member member,
      PrometheusMeterRegistry registry,
      Consumer<String> notice) {
    var config = options.config();
    long timeout = config.transferTimeout().toMillis();
    var memory = recovered.memory();
    // It is the order's from now on: what others are to know of it is taken before.
    var executed = executed(options, memory);
    var order =
        Orders.start(
            member.name(),
            memory,
            options.rejoin() ? memory.incarnation() : recovered.beginIncarnation(),
            options.rejoin(),
            new Limits(
                config.blockMaxTransfers(),
                WAITING_MAX,
                timeout,
                Block.TRANSFERS_MAX,
                config.proposeAfter().toMillis()));
    // What listens comes before what speaks.
    deploy(
        new EventLogVerticle(notice, options.startCommand(), halt),
        new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER));
    deploy(new JournalVerticle(recovered.journal(), recovered.archive(), halt));
    deploy(
        new StoreVerticle(config.genesis(), store, recovered.journal(), recovered.archive(), halt));
    deploy(new TraceVerticle(store, halt));
    console =
        new ConsoleVerticle(
            new ConsoleVerticle.Settings(
                member,
                config.proxies(),
                config.genesis(),
                token(),
                memory.ledger().balances(),
                memory.ledger().height(),
                executed,
                memory.paxos().promised().round(),
                numbers.first(),
                timeout,
                registry),
            e -> halt.unforeseen("what the console knows of the chain", e));
    deploy(console);
    deploy(
        new OrderVerticle(
            member.name(),
            config.genesis(),
            order,
            numbers,
            config.messageDelay().toMillis(),
            halt));
  }

  /** The local log as this life begins with it: whoever rejoins begins without. */
  private static List<Transfer> executed(NodeOptions options, Memory memory) {
    return options.rejoin() ? List.of() : memory.paxos().log().transfers();
  }

  private void deploy(Deployable verticle) {
    deploy(verticle, new DeploymentOptions());
  }

  private void deploy(Deployable verticle, DeploymentOptions options) {
    deployments.add(await("start", START_SECONDS, vertx.deployVerticle(verticle, options)));
  }

  private Token token() {
    try {
      return Token.of(directory.path());
    } catch (IOException e) {
      throw new NodeException(
          "The token in "
              + directory.path()
              + " can be neither read nor written: "
              + e.getMessage()
              + ".",
          e);
    }
  }

  /** Completes with one sentence when the node has to stop by itself. */
  public CompletionStage<String> halted() {
    return halt.reason();
  }

  /**
   * Takes no more transfers, answers those that wait, ends the connections of clients, and only
   * then leaves the others and gives the files back. The steps share one budget.
   */
  public void stop() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
    tryUntil(deadline, "answer its clients", () -> console.leave(ANSWER_MILLIS, CLOSE_MILLIS));
    for (var deployment : deployments.reversed()) {
      tryUntil(deadline, "stop", () -> vertx.undeploy(deployment));
    }
    tryUntil(deadline, "leave the event bus", vertx::close);
    recovered.journal().close();
    closeNumbers();
    closeStore();
    directory.close();
  }

  private static void tryUntil(long deadline, String what, Supplier<Future<Void>> step) {
    // What has used the time up leaves the rest a moment each: an end in order is worth it.
    long left = Math.max(100, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
    try {
      await(what, left, TimeUnit.MILLISECONDS, step.get());
    } catch (NodeException e) {
      LOG.warn(e.getMessage());
    }
  }

  /** After a full disk H2 has closed itself, and cannot close once more. */
  private void closeStore() {
    try {
      store.close();
    } catch (StoreException e) {
      LOG.warn(
          "H2 was not closed in good order; the next start writes it anew: {}.", e.getMessage());
    }
  }

  private void closeNumbers() {
    try {
      numbers.close();
    } catch (DataException e) {
      LOG.warn("{} The numbers of events will have a gap here.", e.getMessage());
    }
  }

  private static <T> T await(String what, long seconds, Future<T> future) {
    return await(what, seconds, TimeUnit.SECONDS, future);
  }

  private static <T> T await(String what, long time, TimeUnit unit, Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(time, unit);
    } catch (ExecutionException e) {
      var reason = e.getCause();
      throw new NodeException(
          "The node could not " + what + ": " + reason.getMessage() + ".", reason);
    } catch (TimeoutException e) {
      throw new NodeException(
          "The node could not "
              + what
              + " within "
              + time
              + " "
              + unit.name().toLowerCase(Locale.ROOT)
              + ".",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException("The node was told to end while it tried to " + what + ".", e);
    }
  }
}
