package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a tick has brought about, in a word or two: most bring about nothing but heartbeats. */
final class TimerEffects {
  private enum What {
    /** A peer was not heard for too long. */
    SILENCE,

    /** A transfer has waited for too long. */
    TIMEOUT,

    /** What had no answer was said again. */
    RESEND,

    /** Something else was due to be said. */
    DUE
  }

  private TimerEffects() {}

  /** Empty when nobody needs to know of it. */
  static Optional<String> of(List<Effect> effects) {
    Set<What> found = EnumSet.noneOf(What.class);
    for (var effect : effects) {
      switch (effect) {
        case Effect.Answer _ -> found.add(What.TIMEOUT);
        case Effect.Note(Event.PeerSilent _, var _) -> found.add(What.SILENCE);
        case Effect.Send(var _, var message, var stamp) -> {
          if (!message.isHeartbeat()) {
            found.add(stamp.purpose().again() ? What.RESEND : What.DUE);
          }
        }
        case Effect.Note _,
            Effect.Persist _,
            Effect.Sign _,
            Effect.SignLog _,
            Effect.Verify _,
            Effect.Compare _,
            Effect.ReadBlocks _,
            Effect.Stored _,
            Effect.Executed _,
            Effect.Halt _ -> {}
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            found.stream()
                .map(what -> what.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")));
  }
}
