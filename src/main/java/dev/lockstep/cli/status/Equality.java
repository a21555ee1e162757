package dev.lockstep.cli.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Whether chains are equal, as far as all of them reach. */
public sealed interface Equality {
  /** One sentence. */
  String sentence();

  /** The same for a program: {@code equal} is null when nothing could be compared. */
  default ObjectNode json() {
    var json = JsonNodeFactory.instance.objectNode();
    return switch (this) {
      case Equal(var height, var _, var _) -> json.put("equal", true).put("height", height);
      case Different(var height, var hashes) -> {
        var all = json.put("equal", false).put("height", height).putObject("hashes");
        hashes.forEach(all::put);
        yield json;
      }
      case Unknown() -> json.putNull("equal");
    };
  }

  /**
   * The shortest chain is the beginning of all others: each block names the one before by its hash.
   *
   * @param height of the shortest chain
   * @param ahead the members whose chains are longer, with their heights
   */
  record Equal(long height, List<String> members, Map<String, Long> ahead) implements Equality {
    @Override
    public String sentence() {
      return ahead.isEmpty()
          ? "Replicas are equal at height %d: %s.".formatted(height, listing(members))
          : "Replicas are equal up to height %d: %s; %s."
              .formatted(
                  height,
                  listing(members),
                  listing(
                      ahead.entrySet().stream()
                          .map(each -> each.getKey() + " is at " + each.getValue())
                          .toList()));
    }
  }

  /**
   * @param height at which they differ
   * @param hashes by member
   */
  record Different(long height, Map<String, String> hashes) implements Equality {
    @Override
    public String sentence() {
      var groups =
          hashes.entrySet().stream()
              .collect(
                  Collectors.groupingBy(
                      Map.Entry::getValue,
                      TreeMap::new,
                      Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
      return "Replicas DIFFER at height %d: %s."
          .formatted(
              height,
              groups.entrySet().stream()
                  .map(each -> listing(each.getValue()) + " with " + each.getKey())
                  .collect(Collectors.joining(", ")));
    }
  }

  /** There are not two to compare. */
  record Unknown() implements Equality {
    @Override
    public String sentence() {
      return "Nothing could be compared: that takes two members.";
    }
  }

  /**
   * @param height of the shortest chain
   * @param hashes at that height, by member
   * @param heights of all chains, by member
   */
  static Equality of(long height, Map<String, String> hashes, Map<String, Long> heights) {
    if (hashes.size() < 2) {
      return new Unknown();
    }
    if (hashes.values().stream().distinct().count() > 1) {
      return new Different(height, hashes);
    }
    Map<String, Long> ahead = new TreeMap<>(heights);
    ahead.values().removeIf(each -> each == height);
    return new Equal(height, new ArrayList<>(hashes.keySet()), ahead);
  }

  /** "C", "B and C", "A, B and C". */
  static String listing(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
  }
}
