package dev.lockstep.lab.textbook;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Snapshot;
import java.util.List;
import java.util.Optional;

/** Has the events of a step show the state of the member after it. */
final class Shown {
  private Shown() {}

  static List<Effect> with(Snapshot.View view, List<Effect> effects) {
    Optional<Snapshot> after = Optional.of(() -> view);
    return effects.stream()
        .map(each -> each instanceof Effect.Note(var it, var _) ? new Effect.Note(it, after) : each)
        .toList();
  }
}
