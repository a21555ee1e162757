package dev.lockstep.command;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The part of a long table that is shown at a time.
 *
 * @param number from 1 on
 * @param rows of a page
 */
public record Page(int number, int rows) {
  public static final int ROWS = 100;

  /** So that no table has more rows than an int counts. */
  static final int NUMBER_MAX = Integer.MAX_VALUE / ROWS;

  public static final Page FIRST = new Page(1, ROWS);
  public static final Page ALL = new Page(1, Integer.MAX_VALUE);

  private long begin() {
    return (number - 1L) * rows;
  }

  /** Its items; none when the page is after the last one. */
  public <T> List<T> of(List<T> all) {
    int begin = (int) Math.min(begin(), all.size());
    return all.subList(begin, (int) Math.min((long) begin + rows, all.size()));
  }

  /** A line that says how many follow; none when it is the last page. */
  public Stream<String> rest(int size) {
    if (number > 1 && begin() >= size) {
      return Stream.of("there is no page " + number + "; the last is " + lastOf(size));
    }
    long left = size - begin() - rows;
    return left <= 0
        ? Stream.empty()
        : Stream.of(
            String.format(
                Locale.ROOT, "… %,d more; add --page %d for the next, or --all", left, number + 1));
  }

  private int lastOf(int size) {
    return Math.max(1, Math.ceilDiv(size, rows));
  }
}
