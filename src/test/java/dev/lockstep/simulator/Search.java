package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.concurrent.Callable;

/**
 * Looks for a violation, seed after seed. It is loaded together with the classes that it tries, so
 * it returns a type that all class loaders share.
 *
 * @param lies whether a member lies
 * @param first the seed to begin with
 * @param seeds the seed to end before
 */
record Search(String protocol, boolean lies, int members, int first, int seeds)
    implements Callable<String> {
  static final String NOTHING = "nothing";

  /** The seed that failed and the invariant, or {@link #NOTHING}. */
  @Override
  public String call() {
    var order = Protocol.valueOf(protocol);
    var plan = new Plan(order, members, lies ? Fault.namedFor(order) : Fault.of(order));
    for (int seed = first; seed < seeds; seed++) {
      var violation = Execution.fromSeed(plan, seed).violation();
      if (violation.isPresent()) {
        return "seed " + seed + ": " + violation.get().invariant();
      }
    }
    return NOTHING;
  }
}
