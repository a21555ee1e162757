package dev.lockstep.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A mapping whose keys are all known and all different. */
final class YamlMap {
  private final YamlSource source;
  private final Node node;
  private final String what;
  private final Map<String, Node> values = new LinkedHashMap<>();

  /**
   * @param what how sentences name it, such as "a member"
   */
  YamlMap(YamlSource source, Node node, String what, List<String> keys) throws ConfigException {
    this.source = source;
    this.node = node;
    this.what = what;
    if (!(node instanceof MappingNode mapping)) {
      throw source.mistake(
          node, what + " must be a mapping with " + listed(keys) + ", not " + shown(node) + ".");
    }
    for (var tuple : mapping.getValue()) {
      var key = tuple.getKeyNode();
      if (!(key instanceof ScalarNode scalar) || !keys.contains(scalar.getValue())) {
        throw source.mistake(
            key, "unknown key " + shown(key) + "; " + what + " has " + listed(keys) + ".");
      }
      if (values.put(scalar.getValue(), tuple.getValueNode()) != null) {
        throw source.mistake(
            key, "the key " + shown(key) + " is there twice in " + what + "; remove one of them.");
      }
    }
  }

  Node node() {
    return node;
  }

  Node required(String key) throws ConfigException {
    var value = values.get(key);
    if (value == null) {
      throw source.mistake(node, "the key \"" + key + "\" is missing in " + what + "; add it.");
    }
    return value;
  }

  Optional<Node> optional(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The text of a scalar as it was written: 10.00 stays 10.00, and NO is no boolean. */
  String text(String key) throws ConfigException {
    var value = required(key);
    if (value instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw source.mistake(
        value, "\"" + key + "\" must be a single value, not " + shown(value) + ".");
  }

  List<Node> list(String key) throws ConfigException {
    var value = required(key);
    if (!(value instanceof SequenceNode sequence)) {
      throw source.mistake(
          value, "\"" + key + "\" must be a list; write each entry after a \"-\".");
    }
    if (sequence.getValue().isEmpty()) {
      throw source.mistake(value, "\"" + key + "\" is empty; list at least one.");
    }
    return sequence.getValue();
  }

  static String listed(List<String> words) {
    return words.size() == 1
        ? words.getFirst()
        : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  static String quoted(String text) {
    var line = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return "\"" + (line.length() <= 60 ? line : line.substring(0, 60) + "…") + "\"";
  }

  private static String shown(Node node) {
    return switch (node) {
      case ScalarNode scalar -> quoted(scalar.getValue());
      case SequenceNode _ -> "a list";
      default -> "a mapping";
    };
  }
}
