package dev.lockstep.simulator;

import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action.Timed;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a failing execution shorter: leaves out actions, many at a time and then fewer, as long as
 * the same invariant is violated (A. Zeller and R. Hildebrandt, "Simplifying and Isolating
 * Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
final class Shrinker {
  /** A bound that gives the same result on every machine, in seconds. */
  private static final int EXECUTIONS_MAX = 6_000;

  private final Plan plan;
  private final String invariant;
  private final boolean reachedHealing;
  private List<Timed> shortest;
  private int executions;

  private Shrinker(Plan plan, Execution failed) {
    this.plan = plan;
    this.invariant = failed.violation().orElseThrow().invariant();
    this.reachedHealing = failed.reachedHealing();
    this.shortest = failed.actions();
  }

  /** The shortest list of actions found that still leads to the violation. */
  static List<Timed> shrink(Plan plan, Execution failed) {
    var shrinker = new Shrinker(plan, failed);
    int before;
    do {
      before = shrinker.shortest.size();
      for (int chunk = before / 2; chunk >= 1; chunk /= 2) {
        shrinker.leaveOut(chunk);
      }
    } while (shrinker.shortest.size() < before && shrinker.executions < EXECUTIONS_MAX);
    return shrinker.shortest;
  }

  /** From the end to the beginning: what comes late depends on what comes early. */
  private void leaveOut(int chunk) {
    for (int end = shortest.size(); end > 0 && executions < EXECUTIONS_MAX; end -= chunk) {
      int from = Math.max(0, end - chunk);
      if (end <= shortest.size()) {
        var rest = new ArrayList<>(shortest.subList(0, from));
        rest.addAll(shortest.subList(end, shortest.size()));
        tryOut(rest);
      }
    }
  }

  private void tryOut(List<Timed> actions) {
    executions++;
    var execution = Execution.replay(plan, actions, Trace.OFF);
    // The healing phase is long: a failure before it must not become one within it.
    boolean isNoLater = reachedHealing || !execution.reachedHealing();
    if (isNoLater
        && execution.violation().filter(v -> v.invariant().equals(invariant)).isPresent()) {
      shortest = execution.actions();
    }
  }
}
