package dev.lockstep.console;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The part of a long table that is shown at a time.
 *
 * @param number from 1 on
 * @param rows of a page
 */
record Page(int number, int rows) {
  static final int ROWS = 100;
  static final Page FIRST = new Page(1, ROWS);
  static final Page ALL = new Page(1, Integer.MAX_VALUE);

  private long begin() {
    return (number - 1L) * rows;
  }

  /** Its items. */
  <T> List<T> of(List<T> all) {
    int begin = (int) Math.min(begin(), all.size());
    return all.subList(begin, (int) Math.min((long) begin + rows, all.size()));
  }

  /** A line that says how many follow; none when it is the last page. */
  Stream<String> rest(int size) {
    long left = size - begin() - rows;
    return left <= 0
        ? Stream.empty()
        : Stream.of(
            String.format(
                Locale.ROOT, "… %,d more; add --page %d for the next, or --all", left, number + 1));
  }
}
