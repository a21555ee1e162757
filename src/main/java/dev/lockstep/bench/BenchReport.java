package dev.lockstep.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Everything that a bench has measured, as text and as JSON.
 *
 * @param before of the machine, and after
 * @param runs how many, and how long
 * @param against an earlier report as JSON
 */
public record BenchReport(
    Machine before, Machine after, String runs, List<Series> all, Optional<JsonNode> against) {
  private static final String LINE = "%-7s %2s  %-6s %-40s %-10s %24s %9s %9s %9s %8s  %s";

  public BenchReport {
    all = List.copyOf(all);
  }

  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("Figures are " + runs + "; in brackets are the least and the most. Times are in ms.");
    lines.add(
        String.format(
            Locale.ROOT,
            "Machine: %d processors; sync %.2f before, %.2f after; round trip %.3f before, %.3f"
                + " after.",
            Runtime.getRuntime().availableProcessors(),
            before.sync(),
            after.sync(),
            before.roundTrip(),
            after.roundTrip()));
    lines.add("");
    lines.add(
        LINE.formatted(
                "mode",
                "N",
                "what",
                "",
                "over",
                "per second",
                "p50",
                "p99",
                "p99.9",
                "foreign",
                "CPU µs each, by node")
            + (against.isEmpty() ? "" : "   against"));
    all.forEach(series -> lines.add(line(series)));
    return lines;
  }

  private String line(Series series) {
    var cpu =
        series.cpuMicros().entrySet().stream()
            .map(e -> String.format(Locale.ROOT, "%s %.1f", e.getKey(), e.getValue()))
            .collect(Collectors.joining(", "));
    double foreign = series.median(Run::foreign);
    return LINE.formatted(
            series.protocol().text(),
            series.nodes(),
            series.workload().id(),
            series.workload().title(),
            series.workload().channel().text(),
            perSecond(series),
            millis(series.median(Run::p50)),
            millis(series.median(Run::p99)),
            millis(series.median(Run::p999)),
            foreign < 0 ? "?" : String.format(Locale.ROOT, "%.2f", foreign),
            cpu)
        + against(series);
  }

  private static String perSecond(Series series) {
    return String.format(
        Locale.ROOT,
        "%,.0f (%,.0f..%,.0f)",
        series.median(Run::perSecond),
        series.least(Run::perSecond),
        series.most(Run::perSecond));
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.1f", value);
  }

  private String against(Series series) {
    return against.map(then -> against(series, then)).orElse("");
  }

  private static String against(Series series, JsonNode report) {
    return earlier(series, report)
        .map(
            then ->
                String.format(
                    Locale.ROOT,
                    "   %.2f x per second, %.2f x p50",
                    series.median(Run::perSecond)
                        / then.path("per_second").path("median").asDouble(),
                    series.median(Run::p50) / then.path("p50_ms").path("median").asDouble()))
        .orElse("   not measured then");
  }

  private static Optional<JsonNode> earlier(Series series, JsonNode report) {
    for (var then : report.path("results")) {
      if (then.path("protocol").asText().equals(series.protocol().text())
          && then.path("nodes").asInt() == series.nodes()
          && then.path("workload").asText().equals(series.workload().id())) {
        return Optional.of(then);
      }
    }
    return Optional.empty();
  }

  /** Whether a JSON is such a report. */
  public static boolean isOne(JsonNode json) {
    return json != null && json.path("results").isArray() && json.path("machine").isObject();
  }

  public ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    var machine = json.putObject("machine");
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.putObject("sync_ms").put("before", before.sync()).put("after", after.sync());
    machine
        .putObject("round_trip_ms")
        .put("before", before.roundTrip())
        .put("after", after.roundTrip());
    json.put("runs", runs);
    var results = json.putArray("results");
    all.forEach(series -> results.add(json(series)));
    return json;
  }

  private static ObjectNode json(Series series) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("protocol", series.protocol().text())
            .put("nodes", series.nodes())
            .put("workload", series.workload().id())
            .put("title", series.workload().title())
            .put("client", series.workload().channel().text());
    figure(json, "per_second", series, Run::perSecond);
    figure(json, "p50_ms", series, Run::p50);
    figure(json, "p99_ms", series, Run::p99);
    figure(json, "p999_ms", series, Run::p999);
    if (series.median(Run::foreign) >= 0) {
      figure(json, "foreign_processors", series, Run::foreign);
    }
    var cpu = json.putObject("cpu_us");
    series.cpuMicros().forEach(cpu::put);
    return json;
  }

  private static void figure(
      ObjectNode json, String name, Series series, ToDoubleFunction<Run> figure) {
    json.putObject(name)
        .put("median", series.median(figure))
        .put("min", series.least(figure))
        .put("max", series.most(figure));
  }
}
