package dev.lockstep.lab;

import java.util.stream.Collectors;

/** The messages in flight, in words. */
final class Flight {
  private static final int SHOWN_MAX = 12;

  private Flight() {}

  /** A clause for the end of a sentence. */
  static String text(Moment moment) {
    if (moment.flight().isEmpty()) {
      return "nothing is in flight";
    }
    int more = moment.flight().size() - SHOWN_MAX;
    return "in flight: "
        + moment.flight().stream()
            .limit(SHOWN_MAX)
            .map(message -> moment.nameOf(message).toString())
            .collect(Collectors.joining(", "))
        + (more > 0 ? " and " + more + " more" : "");
  }
}
