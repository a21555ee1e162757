package dev.lockstep.simulator;

import dev.lockstep.simulator.invariant.NoBug;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.phase.FaultPhase;
import dev.lockstep.simulator.phase.HealingPhase;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action.Timed;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One execution of a whole cluster: first the fault phase, then the healing phase.
 *
 * @param violation what happened that must not happen
 * @param actions of the fault phase; the healing phase follows from them
 * @param reachedHealing whether the fault phase ended without a violation
 * @param steps inputs that the members were given
 * @param blocks on the longest chain at the end
 * @param coverage how often each fault took place
 */
record Execution(
    Optional<Violation> violation,
    List<Timed> actions,
    boolean reachedHealing,
    long steps,
    long blocks,
    Map<Fault, Long> coverage) {
  /** Spreads seeds that are close together; any odd number with many bits does. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Chance chooses the actions; the same seed chooses the same ones on every machine. */
  static Execution fromSeed(Plan plan, long seed) {
    var world = new World(plan, Trace.OFF);
    var phase = new FaultPhase(world, plan.faults(), new Random(seed * SPREAD));
    return run(world, phase::run, phase.coverage());
  }

  /** Just these actions happen before the healing phase. */
  static Execution replay(Plan plan, List<Timed> actions, Trace trace) {
    var world = new World(plan, trace);
    return run(
        world, () -> actions.forEach(each -> world.happen(each.at(), each.action())), Map.of());
  }

  private static Execution run(World world, Runnable faults, Map<Fault, Long> coverage) {
    var violation = Optional.<Violation>empty();
    int actions = -1;
    try {
      faults.run();
      actions = world.history().size();
      new HealingPhase(world).run();
    } catch (Violation found) {
      violation = Optional.of(found);
    } catch (Throwable thrown) {
      // A bug outside of a member's step has a seed too.
      violation = Optional.of(NoBug.violatedBy(thrown));
    }
    boolean reachedHealing = actions >= 0;
    return new Execution(
        violation,
        List.copyOf(reachedHealing ? world.history().subList(0, actions) : world.history()),
        reachedHealing,
        world.steps(),
        world.members().stream().mapToLong(m -> m.disk.height()).max().orElseThrow(),
        coverage);
  }
}
