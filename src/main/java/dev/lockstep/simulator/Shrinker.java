package dev.lockstep.simulator;

import dev.lockstep.simulator.Action.Timed;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing life shorter: leaves out actions, many at a time and then fewer, as long as the
 * same invariant is violated (A. Zeller and R. Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
final class Shrinker {
  /** So many lives are tried: seconds, and the same result everywhere. */
  private static final int LIVES_MAX = 6_000;

  private final Plan plan;
  private final String invariant;
  private final boolean reachedCalm;
  private List<Timed> shortest;
  private int lives;

  private Shrinker(Plan plan, Life failed) {
    this.plan = plan;
    this.invariant = failed.violation().orElseThrow().invariant();
    this.reachedCalm = failed.reachedCalm();
    this.shortest = failed.actions();
  }

  /** The shortest list of actions found that still leads to the violation. */
  static List<Timed> shrink(Plan plan, Life failed) {
    var shrinker = new Shrinker(plan, failed);
    int before;
    do {
      before = shrinker.shortest.size();
      for (int chunk = before / 2; chunk >= 1; chunk /= 2) {
        shrinker.leaveOut(chunk);
      }
    } while (shrinker.shortest.size() < before && shrinker.lives < LIVES_MAX);
    return shrinker.shortest;
  }

  /** From the end to the beginning: what comes late depends on what comes early. */
  private void leaveOut(int chunk) {
    for (int end = shortest.size(); end > 0 && lives < LIVES_MAX; end -= chunk) {
      int from = Math.max(0, end - chunk);
      if (end <= shortest.size()) {
        var rest = new ArrayList<>(shortest.subList(0, from));
        rest.addAll(shortest.subList(end, shortest.size()));
        tryOut(rest);
      }
    }
  }

  private void tryOut(List<Timed> actions) {
    lives++;
    var life = Life.again(plan, actions, Trace.OFF);
    // The calm is long: what has failed before it is not to fail in it.
    boolean isNoLater = reachedCalm || !life.reachedCalm();
    if (isNoLater && life.violation().filter(v -> v.invariant().equals(invariant)).isPresent()) {
      shortest = life.actions();
    }
  }
}
