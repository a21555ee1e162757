package dev.lockstep.cli.lab;

import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Move;

/** What a life is at the moment that is looked at. */
enum LifeKind {
  /** A life of the lab. */
  LAB,
  /** A real run that is computed again, as it was. */
  RECORDED,
  /** A new run, which has left a recorded one by another move. */
  FORK;

  static LifeKind of(Lab lab) {
    if (lab.setup().run().isEmpty()) {
      return LAB;
    }
    for (int step = lab.at(); step > 0; step--) {
      if (lab.branch().step(step).entry() instanceof Move move) {
        // From another move on, no branch goes back to what was recorded.
        return move instanceof Move.Recorded ? RECORDED : FORK;
      }
    }
    return RECORDED;
  }

  String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
