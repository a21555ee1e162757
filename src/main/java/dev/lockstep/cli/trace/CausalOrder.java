package dev.lockstep.cli.trace;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The events of all members in one order that respects causality: what a member does after what it
 * did before, and what is received after it was sent. Of concurrent events the one with the lower
 * Lamport time comes first. The page orders them by the same rule ({@code trace.js}).
 */
final class CausalOrder {
  /** Messages whose other end has not come are remembered, the newest of them. */
  private static final int OPEN_MAX = 200_000;

  /** How far back the evidence of an entry is looked for. */
  private static final int EVIDENCE_MAX = 2_000;

  private final List<Lane> lanes;
  private final Map<String, Point> sends = bounded();
  private final Map<String, List<Point>> receipts = bounded();
  private long places;

  /** The events of one member: what waits for its place, and the newest of those that have one. */
  private static final class Lane {
    final String member;
    final Deque<Point> waiting = new ArrayDeque<>();
    final Deque<Point> placed = new ArrayDeque<>();
    long millis;

    Lane(String member) {
      this.member = member;
    }

    long logical() {
      return placed.isEmpty() ? 0 : placed.getLast().logical;
    }
  }

  CausalOrder(List<String> members) {
    this.lanes = members.stream().map(Lane::new).toList();
  }

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > OPEN_MAX;
      }
    };
  }

  /**
   * The next event of its member. Those of a member that the cluster does not have are left out.
   */
  void add(Step step, long nowNanos) {
    for (int number = 0; number < lanes.size(); number++) {
      var lane = lanes.get(number);
      if (lane.member.equals(step.member())) {
        lane.millis = step.at().map(Instant::toEpochMilli).orElse(lane.millis);
        var point = new Point(step, number, lane.millis, nowNanos);
        lane.waiting.add(point);
        connect(point);
      }
    }
  }

  private void connect(Point point) {
    var message = point.step.isMessage() ? point.step.message() : "";
    if (point.step.isSent()) {
      sends.put(message, point);
      receipts.getOrDefault(message, List.of()).forEach(receipt -> join(point, receipt));
    } else if (point.step.isMessage()) {
      receipts.computeIfAbsent(message, _ -> new ArrayList<>(1)).add(point);
      var send = sends.get(message);
      if (send != null) {
        join(send, point);
      }
    }
  }

  private static void join(Point send, Point receipt) {
    send.receivers.add(receipt);
    receipt.sender = send;
  }

  /** All that is there, in order: nothing that came before it will come. */
  List<Point> rest() {
    List<Point> all = new ArrayList<>();
    for (var point = next(Long.MAX_VALUE); point.isPresent(); point = next(Long.MAX_VALUE)) {
      all.add(point.get());
    }
    return all;
  }

  /**
   * The next event in order.
   *
   * @param arrivedBefore leaves out what came later: an event that caused it may be on its way
   */
  Optional<Point> next(long arrivedBefore) {
    Point best = null;
    Point stuck = null;
    for (var lane : lanes) {
      var point = lane.waiting.peek();
      if (point != null) {
        point.logical = Math.max(point.step.time(), lane.logical());
        if (point.sender != null) {
          point.logical = Math.max(point.logical, point.sender.logical + 1);
        }
        if (point.sender != null && !point.sender.isPlaced()) {
          stuck = stuck != null && stuck.isBefore(point) ? stuck : point;
        } else if (best == null || point.isBefore(best)) {
          best = point;
        }
      }
    }
    // Numbers that were given out twice could make a circle; a trace is shown nevertheless.
    var next = best == null ? stuck : best;
    if (next == null || next.arrivedNanos >= arrivedBefore) {
      return Optional.empty();
    }
    place(next);
    return Optional.of(next);
  }

  private void place(Point point) {
    var lane = lanes.get(point.lane);
    lane.waiting.remove();
    point.place = places++;
    if (point.step.kind().equals("entered")) {
      markEvidence(lane, point);
    }
    lane.placed.add(point);
    if (lane.placed.size() > EVIDENCE_MAX) {
      lane.placed.remove();
    }
  }

  /** A heartbeat is shown where an entry rests on it. */
  private static void markEvidence(Lane lane, Point entry) {
    for (var evidence : entry.step.get("evidence")) {
      for (var each = lane.placed.descendingIterator(); each.hasNext(); ) {
        var point = each.next();
        var step = point.step;
        boolean isIt =
            evidence.hasNonNull("message")
                ? step.text("message").equals(evidence.path("message").asText())
                : step.text("type").equals(evidence.path("type").asText())
                    && step.get("message_time").asLong() == evidence.path("time").asLong();
        if (isIt
            && step.isReceived()
            && step.text("from").equals(evidence.path("member").asText())) {
          point.isEvidence = true;
          if (point.sender != null) {
            point.sender.isEvidence = true;
          }
          break;
        }
      }
    }
  }
}
