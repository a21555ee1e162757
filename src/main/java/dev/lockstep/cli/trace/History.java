package dev.lockstep.cli.trace;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What moved one transfer: from the request of the client to its answer, the claims and ballots
 * that its member had meanwhile, the messages that served them, and the block with what all members
 * did with it. The page has the same rule ({@code historyOf} in trace-rows.js).
 */
final class History {
  private static final Set<String> ANSWERS = Set.of("answered", "refused", "in_doubt");
  private static final Set<String> WANTS = Set.of("claimed", "entered", "proposed");

  /** What was sent a moment before the request was seen may belong to it. */
  private static final long BEFORE = 200;

  private final String id;
  private final Set<String> served = new HashSet<>();
  private final Set<String> heights = new HashSet<>();
  private Point first;
  private long end = Long.MAX_VALUE;

  /**
   * @param id of the transfer, or the end of it
   */
  History(String id) {
    this.id = id;
  }

  /** Takes in a whole trace. */
  void learn(List<Point> points) {
    points.stream()
        .filter(point -> isTold(point) && ANSWERS.contains(point.step.kind()))
        .forEach(answer -> end = answer.place);
    points.forEach(this::learn);
  }

  /** Takes in the next event. */
  void learn(Point point) {
    var step = point.step;
    if (first == null && isTold(point)) {
      first = point;
    }
    if (first != null && first.lane == point.lane && point.place < end) {
      if (WANTS.contains(step.kind())) {
        served.add(step.cause());
      } else if (step.kind().equals("block")) {
        heights.add(step.text("height"));
      }
    }
  }

  /** Whether the transfer is named anywhere. */
  boolean isKnown() {
    return first != null;
  }

  boolean has(Point point) {
    return moved(point)
        || point.sender != null && moved(point.sender)
        || point.receivers.stream().anyMatch(this::moved);
  }

  private boolean moved(Point point) {
    var step = point.step;
    if (isTold(point)) {
      return true;
    }
    if (first == null || point.place < first.place - BEFORE) {
      return false;
    }
    return heights.contains(step.text(step.kind().equals("block") ? "height" : "block"))
        || served.contains(step.cause()) && !step.isChatter();
  }

  private boolean isTold(Point point) {
    return point.step.transfers().anyMatch(each -> each.endsWith(id));
  }
}
