package dev.lockstep.cli.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.command.ExitCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What became of a file.
 *
 * @param transfers how many well-formed transfers it has
 * @param malformed how many lines were skipped
 */
record Summary(Tally tally, Run run, long transfers, long malformed, double seconds) {
  /** How many lines the table names, and {@code lines} of the JSON. */
  private static final int LINES_SHOWN = 5;

  /**
   * What this run was.
   *
   * @param name what the ids were made from
   * @param isNamed whether the person chose the name
   * @param isInterrupted whether the person ended it
   */
  record Run(String name, boolean isNamed, boolean isInterrupted) {}

  int exitCode() {
    if (run.isInterrupted()) {
      return ExitCode.INTERRUPTED;
    }
    if (tally.unavailable().count() > 0 || tally.inDoubt().count() > 0) {
      return ExitCode.UNAVAILABLE;
    }
    if (!tally.refused().isEmpty()) {
      return ExitCode.REFUSED;
    }
    return malformed > 0 ? ExitCode.USAGE : ExitCode.OK;
  }

  String table() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s%d of %d transfers sent in %.2f s, %.0f a second (run %s)%n",
            run.isInterrupted() ? "interrupted: " : "",
            tally.sent(),
            transfers,
            seconds,
            perSecond(),
            run.name()));
    tally.accepted().forEach((status, count) -> row(text, status, count, ""));
    if (tally.paidBefore() > 0) {
      row(text, "paid before", tally.paidBefore(), "");
    }
    tally.refused().forEach((code, group) -> row(text, "refused " + code, group, Summary::place));
    row(text, "unavailable", tally.unavailable(), Summary::place);
    row(text, "in_doubt", tally.inDoubt(), item -> place(item) + " (" + item.id() + ")");
    if (malformed > 0) {
      row(text, "malformed", malformed, "skipped");
    }
    if (notSent() > 0) {
      row(text, "not_sent", notSent(), "");
    }
    remedy().ifPresent(text::append);
    return text.toString().stripTrailing();
  }

  /** What to do about what was not paid. */
  private Optional<String> remedy() {
    if (transfers > 0 && tally.paidBefore() == transfers) {
      return Optional.of(
          "Nothing was paid now. To pay this file once more, add --run NAME with a new name.");
    }
    boolean isOpen =
        notSent() > 0
            || malformed > 0
            || tally.unavailable().count() > 0
            || tally.inDoubt().count() > 0;
    if (!isOpen && tally.refused().isEmpty()) {
      return Optional.empty();
    }
    var again = "Send the same file again to go on with it: what was paid is not paid again.";
    return Optional.of(
        run.isNamed()
            ? again
            : again
                + " If you change the file first, add --run "
                + run.name()
                + ", or all of it is paid again.");
  }

  String json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("run", run.name()).put("interrupted", run.isInterrupted());
    json.put("transfers", transfers).put("sent", tally.sent());
    var accepted = json.putObject("accepted");
    tally.accepted().forEach(accepted::put);
    json.put("paid_before", tally.paidBefore());
    var refused = json.putObject("refused");
    tally.refused().forEach((code, group) -> put(refused, code, group));
    put(json, "unavailable", tally.unavailable());
    put(json, "in_doubt", tally.inDoubt());
    json.put("malformed", malformed).put("not_sent", notSent());
    json.put("seconds", Math.round(seconds * 1000) / 1000.0);
    json.put("per_second", Math.round(perSecond()));
    return json.toString();
  }

  private long notSent() {
    return transfers - tally.sent();
  }

  private double perSecond() {
    return tally.sent() / Math.max(seconds, 1e-3);
  }

  private static String place(Item item) {
    return item.placed().position() == 1
        ? String.valueOf(item.line())
        : item.line() + " transfer " + item.placed().position();
  }

  private static void row(
      StringBuilder text, String what, Tally.Group group, Function<Item, String> shown) {
    if (group.count() > 0) {
      var first = group.items().stream().limit(LINES_SHOWN).map(shown).toList();
      long more = group.count() - first.size();
      row(
          text,
          what,
          group.count(),
          (group.count() == 1 ? "line " : "lines ")
              + String.join(", ", first)
              + (more > 0 ? " and " + more + " more" : "")
              + (group.why().text().isEmpty() ? "" : ": " + group.why().text()));
    }
  }

  private static void row(StringBuilder text, String what, long count, String remark) {
    text.append(String.format(Locale.ROOT, "  %-28s %8d  %s", what, count, remark).stripTrailing())
        .append(System.lineSeparator());
  }

  private static void put(ObjectNode json, String name, Tally.Group group) {
    var object = json.putObject(name).put("count", group.count());
    List<Item> items = group.items();
    var lines = object.putArray("lines");
    items.stream().limit(LINES_SHOWN).map(Item::line).forEach(lines::add);
    var transfers = object.putArray("transfers");
    for (var item : items) {
      transfers
          .addObject()
          .put("line", item.line())
          .put("position", item.placed().position())
          .put("id", item.id().toString());
    }
    if (!group.why().detail().isEmpty()) {
      object.put("detail", group.why().detail());
    }
    if (!group.why().reason().isEmpty()) {
      object.put("reason", group.why().reason());
      var members = object.putArray("waiting_for");
      group.why().waitingFor().forEach(members::add);
    }
  }
}
