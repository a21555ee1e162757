package dev.lockstep.console.prompt;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Columns of text. A heading that begins with {@code >} is a column flush right. Every cell is
 * measured once, and printed once.
 */
public final class TextTable {
  private final String[] headings;
  private final List<Object[]> rows;

  /** Empty headings throughout give a table without a heading line. */
  public TextTable(String... headings) {
    this(headings, new ArrayList<>());
  }

  private TextTable(String[] headings, List<Object[]> rows) {
    this.headings = headings;
    this.rows = rows;
  }

  /**
   * A row for each item, made when it is measured and again when it is printed: a long table is
   * never in memory as a whole.
   */
  static <T> TextTable of(List<T> items, Function<T, Object[]> cells, String... headings) {
    return new TextTable(
        headings,
        new AbstractList<>() {
          @Override
          public Object[] get(int index) {
            return cells.apply(items.get(index));
          }

          @Override
          public int size() {
            return items.size();
          }
        });
  }

  public void row(Object... cells) {
    rows.add(cells);
  }

  /** A memo may hold what would move a terminal's cursor or turn its text around. */
  private static String printable(Object cell) {
    var text = String.valueOf(cell);
    var shown = new StringBuilder(text.length());
    text.codePoints().forEach(c -> shown.appendCodePoint(isHarmless(c) ? c : '\uFFFD'));
    return shown.toString();
  }

  private static boolean isHarmless(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return lines().map(line -> line + "\n").collect(Collectors.joining());
  }

  /** The lines, without their ends. The columns are measured here, the lines made one by one. */
  Stream<String> lines() {
    var widths = widths();
    var lines = rows.stream().map(row -> line(row, widths));
    return hasHeading() ? Stream.concat(Stream.of(line(titles(), widths)), lines) : lines;
  }

  private boolean hasHeading() {
    return !String.join("", headings).isEmpty();
  }

  private Object[] titles() {
    var titles = new Object[headings.length];
    for (int i = 0; i < titles.length; i++) {
      titles[i] = headings[i].replace(">", "");
    }
    return titles;
  }

  private int[] widths() {
    var widths = new int[headings.length];
    widen(widths, titles());
    rows.forEach(row -> widen(widths, row));
    return widths;
  }

  private static void widen(int[] widths, Object[] cells) {
    for (int i = 0; i < widths.length; i++) {
      // What is not printable is replaced by one character: the length stays the same.
      widths[i] = Math.max(widths[i], length(String.valueOf(cells[i])));
    }
  }

  private String line(Object[] cells, int[] widths) {
    var line = new StringBuilder();
    for (int i = 0; i < headings.length; i++) {
      var cell = printable(cells[i]);
      var padding = " ".repeat(widths[i] - length(cell));
      boolean right = headings[i].startsWith(">");
      line.append(right ? padding + cell : cell + padding).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
