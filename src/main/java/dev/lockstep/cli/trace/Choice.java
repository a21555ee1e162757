package dev.lockstep.cli.trace;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which events are shown.
 *
 * @param types of messages, or kinds of events; empty for all that are no chatter
 * @param chatter whether signs of life and reports of disks are shown too
 * @param since only what happened then or later, by the wall clocks of the members
 * @param transfer only what moved it
 */
public record Choice(
    Set<String> types, boolean chatter, Optional<Instant> since, Optional<String> transfer) {

  /** Whether there are messages of this type, or events of this kind. */
  public static boolean isKnown(String type) {
    return known().contains(type);
  }

  /** All types of messages, and all kinds of events. */
  public static List<String> known() {
    return Stream.concat(Words.TYPES.stream(), Words.KINDS.stream()).distinct().toList();
  }

  /** What a whole trace is reduced to. */
  List<Point> of(List<Point> points) {
    var history = transfer.map(History::new);
    history.ifPresent(each -> each.learn(points));
    return points.stream()
        .filter(point -> history.map(each -> each.has(point)).orElseGet(() -> isShown(point)))
        .toList();
  }

  /** The same for events that are still to come. */
  Predicate<Point> ofTheNext() {
    var history = transfer.map(History::new);
    return point -> {
      history.ifPresent(each -> each.learn(point));
      return history.map(each -> each.has(point)).orElseGet(() -> isShown(point));
    };
  }

  private boolean isShown(Point point) {
    var step = point.step;
    if (step.kind().equals(Step.UNREACHABLE) || step.kind().equals(Step.LIVE)) {
      return true;
    }
    if (since.isPresent() && step.at().filter(at -> at.isBefore(since.get())).isPresent()) {
      return false;
    }
    if (!types.isEmpty()) {
      return types.contains(step.isMessage() ? step.text("type") : step.kind())
          || types.contains(step.kind());
    }
    // Each block is followed by "committed" at every member, and each timer that repeats something
    // by what is sent again: the block and the message say enough.
    boolean isMinor =
        step.isChatter()
            || step.kind().equals("committed")
            || step.kind().equals("timer") && step.text("what").equals("resend");
    return chatter || point.isEvidence || !isMinor;
  }
}
