package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.scenario.LineReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a person wants at the wires of a real cluster, such as {@code hold ack from A}.
 *
 * @param words for the node that sends: the verb, a number of milliseconds, a type
 */
record WireOrder(String words, List<Wire> wires) {
  private static final String FORM =
      "(cut|heal|hold|free|deliver|drop|double|delay)(?: ([0-9]{1,5}))?(?: ([a-z]+))?"
          + "(?: (?:(\\S+?)(→|->|↔|<->)(\\S+)|(from|to) (\\S+)|(all)))?";

  /** Those of the protocols, and what members say about checkpoints. */
  private static final List<String> TYPES =
      Stream.concat(LineReader.TYPES.stream(), Stream.of("checkpoint", "other")).toList();

  private static final Pattern PATTERN = Pattern.compile(FORM);

  /** One way between two members. */
  record Wire(String from, String to) {
    @Override
    public String toString() {
      return from + "→" + to;
    }
  }

  /**
   * Reads a line; empty when its first word is none for wires.
   *
   * @throws CliException when it cannot be understood, with the remedy
   */
  static Optional<WireOrder> read(String line, List<String> members) {
    if (!line.matches("(cut|heal|hold|free|deliver|drop|double|delay)\\b.*")) {
      return Optional.empty();
    }
    var found = PATTERN.matcher(line);
    if (!found.matches()) {
      throw usage("\"" + line + "\" names no link; write it as in hold ack A→B, or help.");
    }
    return Optional.of(new Reading(found, members).order());
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }

  private record Reading(Matcher found, List<String> members) {
    private Optional<String> part(int group) {
      return Optional.ofNullable(found.group(group));
    }

    WireOrder order() {
      var verb = found.group(1);
      var millis = part(2);
      var type = part(3).filter(word -> !word.equals("all"));
      boolean isEverywhere = part(3).isPresent() && type.isEmpty() || part(9).isPresent();
      type.ifPresent(this::requireType);
      if (millis.isPresent() != verb.equals("delay")) {
        throw usage(
            millis.isPresent()
                ? "Only delay takes milliseconds, not " + verb + "."
                : "Say for how many milliseconds, as in delay 200 A→B.");
      }
      if (type.isPresent() && List.of("cut", "heal", "delay").contains(verb)) {
        throw usage(verb + " is for all messages of a link, not for " + type.get() + " alone.");
      }
      var wires = wires(isEverywhere || type.isPresent());
      if (wires.size() > 2 && List.of("deliver", "drop", "double").contains(verb)) {
        throw usage("Say on which link, as in " + verb + " " + type.orElse("ack") + " A→B.");
      }
      return new WireOrder(
          verb
              + millis.map(number -> " " + number).orElse("")
              + type.map(word -> " " + word).orElse(""),
          wires);
    }

    private void requireType(String type) {
      if (!TYPES.contains(type)) {
        throw usage(
            "\"" + type + "\" is no kind of message; there are " + String.join(", ", TYPES) + ".");
      }
    }

    private List<Wire> wires(boolean mayBeAll) {
      if (part(4).isPresent()) {
        return link(member(found.group(4)), found.group(5), member(found.group(6)));
      }
      if (part(7).isEmpty() && !mayBeAll) {
        throw usage("Say which link, as in A→B, from A, to B, or all.");
      }
      var end = part(8).map(this::member);
      boolean isFrom = part(7).filter("from"::equals).isPresent();
      List<Wire> wires = new ArrayList<>();
      for (var from : members) {
        for (var to : members) {
          if (!from.equals(to) && end.map((isFrom ? from : to)::equals).orElse(true)) {
            wires.add(new Wire(from, to));
          }
        }
      }
      return wires;
    }

    private static List<Wire> link(String from, String arrow, String to) {
      if (from.equals(to)) {
        throw usage(from + " has no link to itself.");
      }
      boolean isBoth = arrow.equals("↔") || arrow.equals("<->");
      return isBoth ? List.of(new Wire(from, to), new Wire(to, from)) : List.of(new Wire(from, to));
    }

    private String member(String name) {
      if (!members.contains(name)) {
        throw usage("\"" + name + "\" is no member; there are " + String.join(", ", members) + ".");
      }
      return name;
    }
  }
}
