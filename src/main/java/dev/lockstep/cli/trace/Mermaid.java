package dev.lockstep.cli.trace;

import java.util.HashSet;
import java.util.List;

/** A piece of the trace as a sequence diagram, as the page exports it ({@code trace-export.js}). */
final class Mermaid {
  private final List<String> members;
  private final StringBuilder text = new StringBuilder("sequenceDiagram\n");

  private Mermaid(List<String> members) {
    this.members = members;
  }

  /**
   * A message stands where it is received, or where it was sent if it is not received in this
   * piece.
   *
   * @param points in causal order
   */
  static String text(List<String> members, List<Point> points) {
    var diagram = new Mermaid(members);
    for (int i = 0; i < members.size(); i++) {
      diagram.line("participant m" + i + " as " + plain(members.get(i)));
    }
    var piece = new HashSet<>(points);
    for (var point : points) {
      if (!point.step.isSent()) {
        diagram.show(point);
      } else if (point.receivers.stream().noneMatch(piece::contains)) {
        diagram.notReceived(point.step);
      }
    }
    return diagram.text.toString();
  }

  private void notReceived(Step step) {
    line(
        "%s-)%s: %s (not received)"
            .formatted(lane(step.member()), lane(step.text("to")), plain(Words.arrow(step))));
  }

  private void show(Point point) {
    var step = point.step;
    var self = lane(step.member());
    if (step.isReceived()) {
      boolean isAgain = point.sender != null && point.sender.step.get("again").asBoolean();
      var both =
          point.sender == null
              ? step
              : new Step(step.member(), point.sender.step.json().deepCopy().setAll(step.json()));
      var arrow = isAgain ? "-->>" : "->>";
      line(lane(step.text("from")) + arrow + self + ": " + plain(Words.arrow(both)));
    } else if (step.isDropped()) {
      line(lane(step.text("from")) + "-x" + self + ": " + plain(Words.arrow(step)));
    } else {
      var what =
          step.kind().equals("entered")
              ? "enters with " + Words.claim(step.get("claim"))
              : Words.label(step);
      line("Note over " + self + ": " + plain(what));
    }
  }

  private void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  private String lane(String member) {
    return "m" + members.indexOf(member);
  }

  /** Without what Mermaid reads as syntax. */
  private static String plain(String text) {
    return text.replaceAll("[;\n]", " ").replace("#", "#35;");
  }
}
