package dev.lockstep.simulator;

/**
 * A life in which an invariant was violated.
 *
 * @param seed replays it
 * @param actions how many things happened in it before
 * @param shortest how many of them are needed, as far as was found
 * @param trace of the shortest life
 */
public record Failure(long seed, Violation violation, int actions, int shortest, Trace trace) {
  static Failure of(Plan plan, long seed, Life failed) {
    var actions = Shrinker.shrink(plan, failed);
    var trace = new Trace(plan.names());
    var life = Life.again(plan, actions, trace);
    return new Failure(
        seed, life.violation().orElseThrow(), failed.actions().size(), actions.size(), trace);
  }
}
