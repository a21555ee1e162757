package dev.lockstep.console.metrics;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Refusal;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.LocalLog;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what happens, for {@code /metrics}. Used by the console's event loop only. */
public final class NodeMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry;
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Map<String, Counter> counters = new HashMap<>();
  private final Counter inDoubt;
  private final AtomicLong time = new AtomicLong();
  private final AtomicLong height = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private final AtomicLong promised = new AtomicLong();

  /**
   * @param registry closed by {@link #close}
   * @param height of the chain at the start of the node
   * @param log as it is at any time
   * @param promisedRound of the ballot that was promised last
   */
  public NodeMetrics(
      PrometheusMeterRegistry registry, long height, LocalLog log, long promisedRound) {
    this.registry = registry;
    this.inDoubt = registry.counter("lockstep.in.doubt");
    this.height.set(height);
    this.promised.set(promisedRound);
    registry.gauge("lockstep.lamport.time", time);
    registry.gauge("lockstep.height", this.height);
    registry.gauge("lockstep.committed.height", committed);
    registry.gauge("lockstep.log.transfers", log, LocalLog::size);
    registry.gauge("lockstep.promised.round", promised);
    gc.bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  public void count(Local.Happened happened) {
    happened.events().forEach(told -> count(told.event()));
    if (!happened.executed().isEmpty()) {
      counter("lockstep.transfers", "outcome", "executed").increment(happened.executed().size());
    }
    for (var block : happened.stored()) {
      height.set(block.height());
      counter("lockstep.transfers", "outcome", "stored").increment(block.transfers().size());
    }
  }

  private void count(Event event) {
    time.set(event.time());
    switch (event) {
      case Event.Sent sent -> messages("sent", sent.type());
      case Event.Received received -> messages("received", received.type());
      case Event.Dropped dropped -> messages("dropped", dropped.type());
      case LamportEvent.Claimed _ -> counter("lockstep.section", "event", "requested").increment();
      case LamportEvent.Entered _ -> counter("lockstep.section", "event", "entered").increment();
      case LamportEvent.Left _ -> counter("lockstep.section", "event", "left").increment();
      case Event.Appended block ->
          counter("lockstep.blocks", "proposer", block.proposer()).increment();
      case Event.Committed reached -> committed.set(reached.height());
      case Event.Refused refused -> count(refused.refusal());
      case Event.PeerSilent _ -> counter("lockstep.peers", "event", "lost").increment();
      case Event.PeerHeard _ -> counter("lockstep.peers", "event", "found").increment();
      case Event.Accused accused ->
          counter("lockstep.accused", "member", accused.member()).increment();
      case PaxosEvent.Promised promise -> promised.set(promise.ballot().round());
      case PaxosEvent.RoundOver round ->
          counter("lockstep.rounds", "result", result(round.result())).increment();
      // Counted where the fork was found.
      case Event.Forked _,
          PaxosEvent.Executed _,
          Event.InDoubt _,
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

  /** A transfer that was refused, wherever that was. */
  public void count(Refusal refusal) {
    counter("lockstep.refusals", "code", refusal.code().text()).increment();
  }

  /** Protocol messages, heartbeats by a type of their own. */
  private void messages(String direction, String type) {
    counters
        .computeIfAbsent(
            direction + type,
            key -> registry.counter("lockstep.messages", "direction", direction, "type", type))
        .increment();
  }

  private Counter counter(String name, String tag, String value) {
    return counters.computeIfAbsent(name + value, key -> registry.counter(name, tag, value));
  }

  /** In the text form of Prometheus. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
