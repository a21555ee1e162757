package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import java.util.List;

/**
 * A mistake that a programmer could make: edits of the production sources, which are compiled and
 * loaded for one test and never leave it. An edit whose text is not found in its file exactly once
 * fails, so a bug cannot silently stop being planted.
 *
 * @param name what it is
 * @param protocol of the executions
 * @param members of their clusters
 * @param seeds the number of executions that are enough to find it
 * @param lies whether a member of their clusters lies
 */
record PlantedBug(
    String name, Protocol protocol, int members, int seeds, boolean lies, List<Edit> edits) {
  PlantedBug(String name, Protocol protocol, int members, int seeds, List<Edit> edits) {
    this(name, protocol, members, seeds, false, edits);
  }

  /**
   * @param file below {@code src/main/java/dev/lockstep}
   * @param before code that stands in the file once, whatever its white space
   */
  record Edit(String file, String before, String after) {}

  /** As if nothing caught what a step throws. */
  static final Edit GUARD_OUT =
      new Edit(
          "order/FailStop.java",
          "failed = true;\n      halt.accept(unforeseen);",
          "if (unforeseen.getMessage() == null || !unforeseen.getMessage().equals(\"a step fails\"))"
              + " halt.accept(unforeseen);");

  /** As if numbers had no bound. */
  static final Edit BOUND_OUT =
      new Edit("order/member/Plausibility.java", "if (worst.highest <= bound) {", "if (true) {");

  /** As if nothing counted the records. */
  static final Edit COUNT_OUT =
      new Edit(
          "simulator/invariant/NoGap.java", "if (sequence != lastSequence + 1) {", "if (false) {");

  @Override
  public String toString() {
    return name;
  }
}
