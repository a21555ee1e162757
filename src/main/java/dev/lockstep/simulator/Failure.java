package dev.lockstep.simulator;

import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Plan;

/**
 * An execution in which an invariant was violated.
 *
 * @param seed replays it
 * @param actions how many actions preceded the violation
 * @param shortest how many of them are needed, as far as was found
 * @param trace of the shortest execution
 */
public record Failure(long seed, Violation violation, int actions, int shortest, Trace trace) {
  static Failure of(Plan plan, long seed, Execution failed) {
    var actions = Shrinker.shrink(plan, failed);
    var trace = new Trace(plan.names());
    var execution = Execution.replay(plan, actions, trace);
    return new Failure(
        seed, execution.violation().orElseThrow(), failed.actions().size(), actions.size(), trace);
  }
}
