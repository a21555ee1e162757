package dev.lockstep.simulator;

import java.util.EnumSet;

/** A few lives in one number, to compare them between processes. */
final class Fingerprint {
  private Fingerprint() {}

  public static void main(String[] arguments) {
    System.out.println(ofSomeLives());
  }

  static String ofSomeLives() {
    var plan = new Plan("lamport", 3, EnumSet.allOf(Fault.class));
    var text = new StringBuilder();
    for (int seed = 0; seed < 5; seed++) {
      Simulation.replay(plan, seed).lines().forEach(text::append);
    }
    return Integer.toHexString(text.toString().hashCode());
  }
}
