package dev.lockstep.simulator;

import java.util.concurrent.Callable;

/**
 * Looks for a violation, seed after seed. Is loaded together with the classes that it tries, so it
 * speaks to its caller in the words of the platform only.
 *
 * @param seeds how many to try
 */
record Search(String protocol, int members, int seeds) implements Callable<String> {
  static final String NOTHING = "nothing";

  /** The seed that failed and the invariant, or {@link #NOTHING}. */
  @Override
  public String call() {
    var plan = new Plan(protocol, members, Fault.of(protocol));
    for (int seed = 0; seed < seeds; seed++) {
      var violation = Life.fromSeed(plan, seed).violation();
      if (violation.isPresent()) {
        return "seed " + seed + ": " + violation.get().invariant();
      }
    }
    return NOTHING;
  }
}
