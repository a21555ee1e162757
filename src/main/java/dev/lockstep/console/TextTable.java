package dev.lockstep.console;

import java.util.ArrayList;
import java.util.List;

/** Columns of text. A heading that begins with {@code >} is a column flush right. */
final class TextTable {
  private final String[] headings;
  private final List<String[]> rows = new ArrayList<>();

  /** Empty headings throughout give a table without a heading line. */
  TextTable(String... headings) {
    this.headings = headings;
  }

  void row(Object... cells) {
    var row = new String[headings.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = printable(String.valueOf(cells[i]));
    }
    rows.add(row);
  }

  /** A memo may hold what would move a terminal's cursor or turn its text around. */
  private static String printable(String text) {
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
    var text = new StringBuilder();
    if (!String.join("", headings).isEmpty()) {
      var titles = new String[headings.length];
      for (int i = 0; i < titles.length; i++) {
        titles[i] = headings[i].replace(">", "");
      }
      line(text, titles);
    }
    rows.forEach(row -> line(text, row));
    return text.toString();
  }

  private void line(StringBuilder text, String[] cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      var padding = " ".repeat(Math.max(0, width(i) - length(cells[i])));
      boolean right = headings[i].startsWith(">");
      line.append(right ? padding + cells[i] : cells[i] + padding).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    return Math.max(
        length(headings[column].replace(">", "")),
        rows.stream().mapToInt(row -> length(row[column])).max().orElse(0));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
