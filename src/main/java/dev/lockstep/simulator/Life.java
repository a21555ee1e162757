package dev.lockstep.simulator;

import dev.lockstep.simulator.Action.Timed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One whole life of a cluster: first chaos, then calm.
 *
 * @param violation what happened that must not
 * @param actions of the chaos; the calm follows from them
 * @param reachedCalm whether the chaos was lived through
 * @param steps inputs that the members were given
 * @param blocks on the longest chain at the end
 */
record Life(
    Optional<Violation> violation,
    List<Timed> actions,
    boolean reachedCalm,
    long steps,
    long blocks,
    Map<Fault, Long> coverage) {
  /** Spreads seeds that stand close together; any odd number with many bits does. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** A life that chance chooses; the same seed chooses the same life everywhere. */
  static Life fromSeed(Plan plan, long seed) {
    var world = new World(plan, Trace.OFF);
    var chaos = new Chaos(world, plan.faults(), new Random(seed * SPREAD));
    return live(world, chaos::live, chaos.coverage());
  }

  /** A life in which just these things happen before the calm. */
  static Life again(Plan plan, List<Timed> actions, Trace trace) {
    var world = new World(plan, trace);
    return live(
        world, () -> actions.forEach(each -> world.happen(each.at(), each.action())), Map.of());
  }

  private static Life live(World world, Runnable chaos, Map<Fault, Long> coverage) {
    var violation = Optional.<Violation>empty();
    int actions = -1;
    try {
      chaos.run();
      actions = world.history().size();
      new Calm(world).live();
    } catch (Violation found) {
      violation = Optional.of(found);
    } catch (Throwable thrown) {
      // Everything that a life does has its seed; so has a bug wherever it shows.
      violation = Optional.of(Violation.bug(thrown));
    }
    boolean reachedCalm = actions >= 0;
    return new Life(
        violation,
        List.copyOf(reachedCalm ? world.history().subList(0, actions) : world.history()),
        reachedCalm,
        world.steps(),
        world.members().stream().mapToLong(m -> m.disk.height()).max().orElseThrow(),
        coverage);
  }
}
