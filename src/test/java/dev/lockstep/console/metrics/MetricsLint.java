package dev.lockstep.console.metrics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What {@code promtool check metrics} finds wrong with names and texts, also where there is no
 * promtool. The rules are those of its package {@code promlint}.
 */
public final class MetricsLint {
  private static final Pattern HELP = Pattern.compile("# HELP (\\S+) (.*)");
  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE = Pattern.compile("([^{ ]+)(\\{.*})? \\S+");
  private static final Pattern LABEL = Pattern.compile("([A-Za-z_0-9]+)=\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern CAMEL_CASE = Pattern.compile("[a-z][A-Z]");

  private static final Set<String> ABBREVIATED =
      Set.of("s", "ms", "us", "ns", "sec", "b", "kb", "mb", "gb", "tb", "pb", "m", "h", "d");

  /** A unit that is no base unit, alone or with a prefix, or a base unit with one. */
  private static final Pattern NO_BASE_UNIT =
      Pattern.compile(
          "(pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mibi|giga|gibi|tera|tebi"
              + "|peta|pebi)?(minutes|hours|days|weeks|kelvins|fahrenheit|rankine|inches|yards"
              + "|miles|bits|calories|pounds|ounces)"
              + "|(pico|nano|micro|milli|centi|deci|deca|hecto|kilo|kibi|mega|mibi|giga|gibi|tera"
              + "|tebi|peta|pebi)(amperes|bytes|celsius|grams|joules|kelvin|meters|metres|seconds"
              + "|volts)");

  private MetricsLint() {}

  /**
   * @param text metrics in the text form of Prometheus
   * @return a sentence for each complaint
   */
  public static List<String> complaints(String text) {
    List<String> complaints = new ArrayList<>();
    Map<String, String> types = new HashMap<>();
    Set<String> helped = new HashSet<>();
    Set<String> series = new HashSet<>();
    text.lines()
        .forEach(
            line -> {
              var help = HELP.matcher(line);
              var type = TYPE.matcher(line);
              var sample = SAMPLE.matcher(line);
              if (help.matches()) {
                if (!help.group(2).isBlank()) {
                  helped.add(help.group(1));
                }
              } else if (type.matches()) {
                types.put(type.group(1), type.group(2));
              } else if (sample.matches()) {
                var name = sample.group(1);
                if (!series.add(name + sample.group(2))) {
                  complaints.add(name + " is not unique");
                }
                complaints.addAll(ofLabels(name, familyType(types, name), sample.group(2)));
              } else {
                complaints.add("neither a comment nor a sample: " + line);
              }
            });
    types.forEach(
        (name, type) -> {
          if (!helped.contains(name)) {
            complaints.add(name + " has no HELP");
          }
          complaints.addAll(ofName(name, type));
        });
    return complaints.stream().sorted().toList();
  }

  /** The samples of a summary and of a histogram have names with further endings. */
  private static Optional<String> familyType(Map<String, String> types, String sample) {
    return Optional.ofNullable(types.get(sample))
        .or(() -> Optional.ofNullable(types.get(sample.replaceAll("_(sum|count|bucket)$", ""))));
  }

  private static List<String> ofLabels(String name, Optional<String> type, String labels) {
    List<String> complaints = new ArrayList<>();
    if (type.isEmpty()) {
      complaints.add(name + " has no TYPE");
    }
    var label = LABEL.matcher(labels == null ? "" : labels);
    while (label.find()) {
      var key = label.group(1);
      if (CAMEL_CASE.matcher(key).find()) {
        complaints.add(name + " has the label " + key + ", which is no snake_case");
      }
      boolean isMisplaced =
          key.equals("le") && !type.equals(Optional.of("histogram"))
              || key.equals("quantile") && !type.equals(Optional.of("summary"));
      if (isMisplaced) {
        complaints.add(name + " has the label " + key);
      }
    }
    return complaints;
  }

  private static List<String> ofName(String name, String type) {
    List<String> complaints = new ArrayList<>();
    boolean isHistogram = type.equals("histogram");
    boolean hasCount = isHistogram || type.equals("summary");
    if (type.equals("counter") != name.endsWith("_total")) {
      complaints.add(name + " is a " + type);
    }
    if (name.endsWith("_bucket") && !isHistogram
        || (name.endsWith("_count") || name.endsWith("_sum")) && !hasCount) {
      complaints.add(name + " ends like a part of a histogram or a summary");
    }
    if (("_" + name.toLowerCase() + "_").contains("_" + type + "_")) {
      complaints.add(name + " includes its type");
    }
    if (name.contains(":") || CAMEL_CASE.matcher(name).find()) {
      complaints.add(name + " is no snake_case");
    }
    for (var word : List.of(name.split("_")).subList(1, name.split("_").length)) {
      if (ABBREVIATED.contains(word.toLowerCase())) {
        complaints.add(name + " has the abbreviated unit " + word);
      }
      if (NO_BASE_UNIT.matcher(word).matches()) {
        complaints.add(name + " has " + word + ", which is no base unit");
      }
    }
    return complaints;
  }

  /**
   * What promtool itself says, nothing when it has no complaint. Empty when there is no promtool in
   * PATH.
   */
  public static Optional<String> ofPromtool(String text) throws IOException, InterruptedException {
    var builder = new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true);
    Process promtool;
    try {
      promtool = builder.start();
    } catch (IOException notThere) {
      return Optional.empty();
    }
    // It reads everything before it writes anything.
    try (var in = promtool.outputWriter()) {
      in.write(text);
    }
    var said = new String(promtool.getInputStream().readAllBytes());
    int code = promtool.waitFor();
    return Optional.of(code == 0 ? said : "exit code " + code + ": " + said);
  }
}
