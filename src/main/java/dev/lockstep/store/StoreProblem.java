package dev.lockstep.store;

/**
 * A row of H2 that does not fit the journal, or another row.
 *
 * @param height of the first block that does not fit
 * @param table in which it was found
 * @param difference what is there and what should be, without a full stop
 */
record StoreProblem(long height, String table, String difference) {
  String sentence() {
    return "H2's table " + table + " does not fit at height " + height + ": " + difference + ".";
  }
}
