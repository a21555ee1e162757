package dev.lockstep.console.metrics;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Refusal;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Counts what happens, for {@code /metrics}. Used by the console's event loop only. */
public final class NodeMetrics implements AutoCloseable {
  /** Counters of one name, with what the line HELP says. */
  private record Family(String name, String help) {}

  private static final Family MESSAGES =
      new Family("lockstep.messages", "Protocol messages, heartbeats by a type of their own");
  private static final Family SECTION =
      new Family("lockstep.section", "Requests for the critical section, entries and exits");
  private static final Family BLOCKS =
      new Family("lockstep.blocks", "Blocks appended to the chain of this node");
  private static final Family TRANSFERS =
      new Family("lockstep.transfers", "Transfers on blocks, and in Paxos mode executed here");
  private static final Family REFUSALS =
      new Family("lockstep.refusals", "Refused transfers of all interfaces");
  private static final Family PEERS =
      new Family("lockstep.peers", "How often another member was lost, and found");
  private static final Family ACCUSED =
      new Family("lockstep.accused", "How often a member sent what no correct member sends");
  private static final Family ANSWERS =
      new Family("lockstep.answers", "Transfers that were answered, look-ups left out");
  private static final Family FAULTS =
      new Family("lockstep.faults", "What went wrong beside the protocol");
  private static final Family ROUNDS =
      new Family("lockstep.rounds", "Ballots that this node has led (Paxos mode)");

  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<String, Counter> counters = new HashMap<>();
  private final Counter inDoubt;
  private final Latencies latencies;
  private final StatusGauges ofStatus;
  private final AtomicLong time = new AtomicLong();
  private final AtomicLong height = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong promised = new AtomicLong();

  /**
   * @param registry closed by {@link #close}
   * @param height of the chain at the start of the node
   * @param logged the length of the local log at any time
   * @param promisedRound of the ballot that was promised last
   */
  public NodeMetrics(
      PrometheusMeterRegistry registry, long height, IntSupplier logged, long promisedRound) {
    this.registry = registry;
    this.inDoubt =
        Counter.builder("lockstep.in.doubt")
            .description("Answers in doubt, of all interfaces")
            .register(registry);
    this.latencies = new Latencies(registry);
    this.ofStatus = new StatusGauges(registry);
    this.height.set(height);
    this.promised.set(promisedRound);
    gauge("lockstep.lamport.time", "The Lamport clock", time::get);
    gauge("lockstep.height", "Height of the newest block", this.height::get);
    gauge("lockstep.committed.height", "Newest block on the disks of a majority", committed::get);
    gauge("lockstep.log.transfers", "Executed transfers on no block", logged::getAsInt);
    gauge("lockstep.promised.round", "Round of the promised ballot (Paxos mode)", promised::get);
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    ProcessMetrics.bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  private void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(registry);
  }

  public void count(Local.Happened happened) {
    happened
        .events()
        .forEach(
            told -> {
              count(told.event());
              latencies.take(told.event(), told.at());
            });
    if (!happened.executed().isEmpty()) {
      counter(TRANSFERS, "outcome", "executed").increment(happened.executed().size());
    }
    for (var block : happened.stored()) {
      height.set(block.height());
      counter(TRANSFERS, "outcome", "stored").increment(block.transfers().size());
    }
  }

  private void count(Event event) {
    time.set(event.time());
    switch (event) {
      case Event.Sent sent -> messages("sent", sent.type());
      case Event.Received received -> messages("received", received.type());
      case Event.Dropped dropped -> messages("dropped", dropped.type());
      case LamportEvent.Claimed _ -> counter(SECTION, "event", "requested").increment();
      case LamportEvent.Entered _ -> counter(SECTION, "event", "entered").increment();
      case LamportEvent.Withdrawn _ -> counter(SECTION, "event", "withdrawn").increment();
      case LamportEvent.Left _ -> counter(SECTION, "event", "left").increment();
      case Event.Appended block -> counter(BLOCKS, "proposer", block.proposer()).increment();
      case Event.Committed reached -> committed.set(reached.height());
      case Event.Refused refused -> count(refused.refusal());
      case Event.PeerSilent _ -> counter(PEERS, "event", "lost").increment();
      case Event.PeerHeard _ -> counter(PEERS, "event", "found").increment();
      case Event.Fault fault -> counter(FAULTS, "what", fault.what()).increment();
      case Event.Accused accused -> counter(ACCUSED, "member", accused.member()).increment();
      case PaxosEvent.Promised promise -> promised.set(promise.ballot().round());
      case PaxosEvent.RoundOver round ->
          counter(ROUNDS, "result", result(round.result())).increment();
      // Counted where the fork was found.
      case Event.Forked _,
          Event.Timer _,
          PaxosEvent.Executed _,
          Event.InDoubt _,
          Event.Requested _,
          Event.Answered _,
          PaxosEvent.Proposed _,
          PaxosEvent.Accepted _,
          Event.CatchingUp _,
          Event.StateChanged _ -> {}
    }
  }

  /** A few values only: by whom a ballot was surpassed is in the event. */
  private static String result(String result) {
    return switch (result) {
      case "chosen" -> "chosen";
      case "nothing to gather" -> "nothing_to_gather";
      default -> "surpassed";
    };
  }

  /** What was answered, wherever the answer was made: each that is not definite is counted. */
  public void count(List<Outcome> answers) {
    inDoubt.increment(answers.stream().filter(Outcome.InDoubt.class::isInstance).count());
  }

  /**
   * A request with transfers was answered.
   *
   * @param answers to each of them
   */
  public void answered(List<Outcome> answers, Duration after) {
    latencies.answered(after);
    // A request has thousands of answers, and a few words for them.
    Map<String, Integer> counts = new HashMap<>();
    answers.forEach(answer -> counts.merge(word(answer), 1, Integer::sum));
    counts.forEach((word, count) -> counter(ANSWERS, "outcome", word).increment(count));
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> "committed";
      case Outcome.Executed _ -> "executed";
      case Outcome.Refused _ -> "refused";
      case Outcome.Unavailable _ -> "unavailable";
      case Outcome.Overloaded _ -> "overloaded";
      case Outcome.InDoubt _ -> "in_doubt";
      case Outcome.NotFound _ -> "not_found";
    };
  }

  /** A transfer that was refused before the order has seen it. */
  public void refusedAtOnce(Refusal refusal) {
    count(refusal);
    counter(ANSWERS, "outcome", "refused").increment();
  }

  /** A transfer that was refused, wherever that was. */
  private void count(Refusal refusal) {
    counter(REFUSALS, "code", refusal.code().text()).increment();
  }

  /** Protocol messages, heartbeats by a type of their own. */
  private void messages(String direction, String type) {
    counters
        .computeIfAbsent(
            direction + type,
            _ ->
                Counter.builder(MESSAGES.name)
                    .description(MESSAGES.help)
                    .tags("direction", direction, "type", type)
                    .register(registry))
        .increment();
  }

  private Counter counter(Family family, String tag, String value) {
    return counters.computeIfAbsent(
        family.name + value,
        _ ->
            Counter.builder(family.name)
                .description(family.help)
                .tag(tag, value)
                .register(registry));
  }

  /**
   * In the text form of Prometheus.
   *
   * @param status of now; empty when the order did not say
   */
  public String scrape(Optional<Status> status) {
    ofStatus.show(status);
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
