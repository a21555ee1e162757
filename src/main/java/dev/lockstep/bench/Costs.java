package dev.lockstep.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.chain.Protocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a transfer costs a cluster without faults: messages, bytes and syncs of all members
 * together, counted and not measured.
 */
public record Costs(List<Row> rows) {
  private static final String LINE = "%-7s %-60s %4s %10s %12s %8s";

  public Costs {
    rows = List.copyOf(rows);
  }

  /**
   * Of one transfer.
   *
   * @param bytes before they are sealed, without TLS and frames
   */
  public record Row(
      Protocol protocol, String what, int nodes, double messages, double bytes, double syncs) {}

  /** How many rows there are to be. */
  public static int size() {
    return Stream.of(CostCase.values()).mapToInt(each -> each.nodes().size()).sum();
  }

  /**
   * Takes half a minute.
   *
   * @param done runs after each row
   */
  public static Costs count(Runnable done) {
    List<Row> rows = new ArrayList<>();
    for (var each : CostCase.values()) {
      for (int nodes : each.nodes()) {
        rows.add(each.count(nodes));
        done.run();
      }
    }
    return new Costs(rows);
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Of all members together, for one transfer, without faults. Heartbeats do not count;");
    lines.add("bytes are those of the messages, without seal, frame and TLS.");
    lines.add("");
    lines.add(LINE.formatted("mode", "what", "N", "messages", "bytes", "syncs"));
    rows.forEach(row -> lines.add(line(row)));
    return Collections.unmodifiableList(lines);
  }

  private static String line(Row row) {
    return LINE.formatted(
        row.protocol.text(),
        row.what,
        row.nodes,
        String.format(Locale.ROOT, "%,.3f", row.messages),
        String.format(Locale.ROOT, "%,.0f", row.bytes),
        String.format(Locale.ROOT, "%,.3f", row.syncs));
  }

  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    var all = json.putArray("costs");
    for (var row : rows) {
      all.addObject()
          .put("protocol", row.protocol.text())
          .put("what", row.what)
          .put("nodes", row.nodes)
          .put("messages", row.messages)
          .put("bytes", row.bytes)
          .put("syncs", row.syncs);
    }
    return json;
  }
}
