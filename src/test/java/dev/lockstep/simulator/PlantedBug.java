package dev.lockstep.simulator;

import java.util.List;

/**
 * A mistake that somebody could make: edits of the production sources, which are compiled and
 * loaded for one test and never leave it. An edit whose text is not found in its file exactly once
 * fails, so a bug cannot silently stop being planted.
 *
 * @param name what it is
 * @param protocol of the lives that are lived
 * @param members of their clusters
 * @param first the seed to begin with: the many before, which do not find it, need not be lived
 *     each time; {@code -Dfrom=0} lives them all the same
 * @param seeds up to which seed it is found
 */
record PlantedBug(
    String name, String protocol, int members, int first, int seeds, List<Edit> edits) {
  PlantedBug(String name, String protocol, int members, int seeds, List<Edit> edits) {
    this(name, protocol, members, 0, seeds, edits);
  }

  PlantedBug from(int seed) {
    return new PlantedBug(name, protocol, members, Integer.getInteger("from", seed), seeds, edits);
  }

  /**
   * @param file below {@code src/main/java/dev/lockstep}
   */
  record Edit(String file, String before, String after) {}

  @Override
  public String toString() {
    return name;
  }
}
