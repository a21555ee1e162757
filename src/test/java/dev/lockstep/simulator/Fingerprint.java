package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;

/** A few executions in one number, to compare them between processes. */
final class Fingerprint {
  private Fingerprint() {}

  public static void main(String[] arguments) {
    System.out.println(ofSomeExecutions());
  }

  static String ofSomeExecutions() {
    var text = new StringBuilder();
    for (var protocol : Protocol.values()) {
      var plan = new Plan(protocol, 3, Fault.of(protocol));
      for (int seed = 0; seed < 5; seed++) {
        Simulation.replay(plan, seed).lines().forEach(text::append);
      }
    }
    return Integer.toHexString(text.toString().hashCode());
  }
}
