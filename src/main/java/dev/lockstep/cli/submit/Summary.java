package dev.lockstep.cli.submit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.cli.ExitCode;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of a file.
 *
 * @param transfers how many well-formed lines it has
 * @param malformed how many lines were skipped
 */
record Summary(Tally tally, long transfers, long malformed, double seconds) {

  int exitCode() {
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
            "%d of %d transfers sent in %.2f s, %.0f a second%n",
            tally.sent(),
            transfers,
            seconds,
            perSecond()));
    tally.accepted().forEach((status, count) -> row(text, status, count, ""));
    tally.refused().forEach((code, group) -> row(text, "refused " + code, group));
    row(text, "unavailable", tally.unavailable());
    row(text, "in_doubt", tally.inDoubt());
    if (malformed > 0) {
      row(text, "malformed", malformed, "skipped");
    }
    if (notSent() > 0) {
      row(text, "not_sent", notSent(), "");
    }
    return text.toString().stripTrailing();
  }

  String json() {
    var json = JsonNodeFactory.instance.objectNode();
    json.put("transfers", transfers).put("sent", tally.sent());
    var accepted = json.putObject("accepted");
    tally.accepted().forEach(accepted::put);
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

  private static void row(StringBuilder text, String what, Tally.Group group) {
    if (group.count() > 0) {
      var lines = group.lines().stream().map(String::valueOf).collect(Collectors.joining(", "));
      long more = group.count() - group.lines().size();
      row(
          text,
          what,
          group.count(),
          (group.count() == 1 ? "line " : "lines ")
              + lines
              + (more > 0 ? " and " + more + " more" : "")
              + (group.detail().isEmpty() ? "" : ": " + group.detail()));
    }
  }

  private static void row(StringBuilder text, String what, long count, String remark) {
    text.append(String.format(Locale.ROOT, "  %-28s %8d  %s", what, count, remark).stripTrailing())
        .append(System.lineSeparator());
  }

  private static void put(ObjectNode json, String name, Tally.Group group) {
    var object = json.putObject(name).put("count", group.count());
    var lines = object.putArray("lines");
    group.lines().forEach(lines::add);
    if (!group.detail().isEmpty()) {
      object.put("detail", group.detail());
    }
  }
}
