package dev.lockstep.cli.trace;

import dev.lockstep.cli.console.Sanitized;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jline.utils.AttributedStyle;

/** Events as text with a column for each member. Time runs down. */
final class Columns {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");
  private static final String LEFT = "%-12s %8s  ";
  private static final int LEFT_WIDTH = 23;
  private static final int NARROWEST = 24;

  /** Lines after which a person who follows has lost sight of the heading. */
  private static final int HEADING_EVERY = 40;

  private final List<String> members;
  private final int width;
  private final boolean isRepeated;
  private final ZoneId zone;
  private final BiFunction<String, AttributedStyle, String> styled;
  private final Consumer<String> out;
  private int lines;

  /** A message to several members is one line, which waits for the next event. */
  private final List<Step> multicast = new ArrayList<>();

  /**
   * @param across characters of a line
   * @param isRepeated whether the heading comes again and again
   * @param styled gives a text a colour, or leaves it as it is
   */
  Columns(
      List<String> members,
      int across,
      boolean isRepeated,
      ZoneId zone,
      BiFunction<String, AttributedStyle, String> styled,
      Consumer<String> out) {
    this.members = members;
    this.width = Math.max(NARROWEST, (across - LEFT_WIDTH) / members.size() - 2);
    this.isRepeated = isRepeated;
    this.zone = zone;
    this.styled = styled;
    this.out = out;
  }

  void show(Step step) {
    if (!multicast.isEmpty() && !isOneMulticast(multicast.getFirst(), step)) {
      flush();
    }
    if (step.isSent()) {
      multicast.add(step);
    } else {
      row(step, text(step));
    }
  }

  /** What the event has changed of the state of its member, below it. */
  void showState(Step step) {
    var state = StateWords.of(step);
    if (!state.isEmpty()) {
      flush();
      row(step, "= " + state);
    }
  }

  /** Shows what waits. */
  void flush() {
    if (!multicast.isEmpty()) {
      var step = multicast.getFirst();
      var to = multicast.stream().map(each -> each.text("to")).toList();
      multicast.clear();
      row(step, Words.arrow(step) + " → " + String.join(", ", to));
    }
  }

  private static boolean isOneMulticast(Step one, Step other) {
    return other.isSent()
        && one.member().equals(other.member())
        && one.time() == other.time()
        && Words.arrow(one).equals(Words.arrow(other));
  }

  private void row(Step step, String text) {
    if (lines == 0 || isRepeated && lines % HEADING_EVERY == 0) {
      heading();
    }
    lines++;
    int lane = members.indexOf(step.member());
    var at = step.at().map(this::clock).orElse("");
    var time = step.time() > 0 ? "" + step.time() : "";
    var left = LEFT.formatted(at, time);
    for (var piece : wrapped(Sanitized.text(text))) {
      var indent = " ".repeat(lane * (width + 2));
      out.accept((left + indent + styled.apply(piece, style(step))).stripTrailing());
      left = LEFT.formatted("", "");
    }
  }

  private String clock(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  private void heading() {
    var names = new StringBuilder(LEFT.formatted("time", "clock"));
    members.forEach(member -> names.append(("%-" + width + "s  ").formatted(member)));
    out.accept(styled.apply(names.toString().stripTrailing(), AttributedStyle.BOLD));
  }

  private static AttributedStyle style(Step step) {
    if (Words.isFault(step)) {
      return AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    }
    return switch (step.kind()) {
      case "entered", "left", "proposed", "round_over" ->
          AttributedStyle.DEFAULT.foreground(AttributedStyle.BLUE);
      case "block", "answered" -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
      default -> AttributedStyle.DEFAULT;
    };
  }

  /** In lines no wider than a column, broken between words. */
  private List<String> wrapped(String text) {
    if (text.length() <= width) {
      return Collections.singletonList(text);
    }
    List<String> pieces = new ArrayList<>();
    var piece = new StringBuilder();
    for (var word : Arrays.asList(text.split(" "))) {
      if (!piece.isEmpty() && piece.length() + 1 + word.length() > width) {
        pieces.add(piece.toString());
        piece.setLength(0);
        piece.append("  ");
      }
      piece.append(piece.isEmpty() || piece.toString().isBlank() ? "" : " ").append(word);
    }
    pieces.add(piece.toString());
    return pieces;
  }

  private static String text(Step step) {
    return switch (step.kind()) {
      case "received" -> Words.arrow(step) + " ← " + step.text("from");
      case "dropped" ->
          "✗ " + Words.arrow(step) + " ← " + step.text("from") + ": " + step.text("reason");
      case "requested" -> "client asks for " + transfers(step);
      case "answered" ->
          "client has its answer for "
              + transfers(step)
              + ": "
              + step.text("outcome")
              + reason(step);
      case "entered" -> "enters " + Words.claim(step.get("claim")) + evidence(step);
      case "left", "withdrawn" -> Words.label(step) + " " + Words.claim(step.get("claim"));
      case "block" ->
          "block #%s by %s, %s"
              .formatted(
                  step.text("height"),
                  step.text("proposer"),
                  Words.plural(step.get("transfers").asLong(), "transfer"));
      case "refused" -> "refuses " + transfers(step) + ": " + step.text("detail");
      case "in_doubt" -> "in doubt about " + transfers(step) + ": " + step.text("reason");
      case "fault" -> Words.label(step) + ": " + step.text("detail");
      case "accused", "state" -> Words.label(step) + reason(step);
      case Step.GAP -> "events %s to %s are missing".formatted(step.text("seq"), step.text("to"));
      case Step.UNREACHABLE -> "unreachable";
      case Step.LIVE -> "answers again";
      default -> Words.label(step);
    };
  }

  private static String reason(Step step) {
    return step.text("reason").isEmpty() ? "" : ": " + step.text("reason");
  }

  private static String transfers(Step step) {
    return step.has("ids")
        ? Words.plural(step.get("transfers").asLong(), "transfer")
        : Words.shortId(step.text("id"));
  }

  private static String evidence(Step step) {
    List<String> heard = new ArrayList<>();
    step.get("evidence")
        .forEach(
            each ->
                heard.add(
                    each.path("member").asText()
                        + " "
                        + each.path("type").asText()
                        + " "
                        + each.path("time").asText()));
    return heard.isEmpty() ? "" : ", heard " + String.join(", ", heard);
  }
}
