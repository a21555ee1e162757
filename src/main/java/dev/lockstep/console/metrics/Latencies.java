package dev.lockstep.console.metrics;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.PaxosEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long things take, as histograms: between two events of this node, by its wall clock, and from
 * a request to its answer. Used by the console's event loop only.
 */
final class Latencies {
  /** From a message on one machine to a transfer that waits for a member that is down. */
  private static final Duration[] BOUNDS = {
    Duration.ofMillis(1),
    Duration.ofNanos(2_500_000),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30)
  };

  /** Blocks of this member that are on no majority's disks; more of them are not measured. */
  private static final int OPEN_MAX = 1_024;

  private final Timer answer;
  private final Timer wait;
  private final Timer hold;
  private final Timer commit;
  private final Timer ballot;
  private Instant claimed;
  private Instant entered;
  private Instant proposed;
  private final Deque<Appended> appended = new ArrayDeque<>();

  private record Appended(long height, Instant at) {}

  Latencies(MeterRegistry registry) {
    answer =
        timer(registry, "lockstep.answer", "From a request with transfers to the answer to all");
    wait = timer(registry, "lockstep.section.wait", "From a claim to the entry (Lamport mode)");
    hold = timer(registry, "lockstep.section.hold", "From an entry to the exit (Lamport mode)");
    commit =
        timer(
            registry,
            "lockstep.commit",
            "From a block on the chain of this node to its place on the disks of a majority");
    ballot =
        timer(registry, "lockstep.round", "From the begin of a ballot to its end (Paxos mode)");
  }

  private static Timer timer(MeterRegistry registry, String name, String help) {
    return Timer.builder(name).description(help).serviceLevelObjectives(BOUNDS).register(registry);
  }

  void answered(Duration after) {
    answer.record(after);
  }

  /**
   * @param at by the wall clock of the node
   */
  void take(Event event, Instant at) {
    switch (event) {
      case LamportEvent.Claimed _ -> claimed = at;
      case LamportEvent.Withdrawn _ -> claimed = null;
      case LamportEvent.Entered _ -> {
        record(wait, claimed, at);
        claimed = null;
        entered = at;
      }
      case LamportEvent.Left _ -> {
        record(hold, entered, at);
        entered = null;
      }
      case PaxosEvent.Proposed _ -> proposed = at;
      case PaxosEvent.RoundOver _ -> {
        record(ballot, proposed, at);
        proposed = null;
      }
      case Event.Appended block -> {
        if (appended.size() < OPEN_MAX) {
          appended.add(new Appended(block.height(), at));
        }
      }
      case Event.Committed reached -> {
        while (!appended.isEmpty() && appended.peek().height <= reached.height()) {
          record(commit, appended.remove().at, at);
        }
      }
      case Event.Sent _,
          Event.Received _,
          Event.Dropped _,
          Event.Requested _,
          Event.Answered _,
          Event.Refused _,
          Event.InDoubt _,
          Event.PeerSilent _,
          Event.PeerHeard _,
          Event.Accused _,
          Event.CatchingUp _,
          Event.StateChanged _,
          Event.Forked _,
          Event.Timer _,
          Event.Fault _,
          PaxosEvent.Executed _,
          PaxosEvent.Promised _,
          PaxosEvent.Accepted _ -> {}
    }
  }

  /** A wall clock that was set back in between tells nothing. */
  private static void record(Timer timer, Instant from, Instant to) {
    if (from != null && !to.isBefore(from)) {
      timer.record(Duration.between(from, to));
    }
  }
}
