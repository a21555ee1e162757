package dev.lockstep.cli.lab;

import dev.lockstep.lab.Breakpoint;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Weather;
import dev.lockstep.lab.scenario.LineReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Steps that happen by themselves, in a weather, up to a breakpoint. */
final class AutoRun {
  private static final int STEPS_MAX = 10_000;
  private static final String EXAMPLE = "auto 50, auto 50 fair or auto 50 faulty 7";
  private static final String BREAKS =
      "break somebody enters, break a block is decided, or any expectation, such as break A waits"
          + " for C";

  private final Map<String, Breakpoint> breakpoints = new LinkedHashMap<>();
  private Optional<String> stopped = Optional.empty();

  /** At what the newest run has stopped. */
  Optional<String> stopped() {
    return stopped;
  }

  /** Another command has come. */
  void forget() {
    stopped = Optional.empty();
  }

  /** The breakpoints, as they were written. */
  List<String> breakpoints() {
    return List.copyOf(breakpoints.keySet());
  }

  /** {@code break …}: one more, or none any more. */
  List<String> addBreak(LineReader reader, String text) {
    if (text.isEmpty()) {
      return breakpoints.isEmpty()
          ? List.of("There is no breakpoint; write " + BREAKS + ".")
          : shown();
    }
    if (text.equals("none")) {
      breakpoints.clear();
      return List.of("There is no breakpoint any more.");
    }
    breakpoints.put(
        text,
        switch (text) {
          case "somebody enters" -> new Breakpoint.SomebodyEnters();
          case "a block is decided" -> new Breakpoint.BlockIsDecided();
          default -> new Breakpoint.Becomes(reader.condition(text), text);
        });
    return shown();
  }

  private List<String> shown() {
    return List.of("auto stops when " + String.join(", or when ", breakpoints.keySet()) + ".");
  }

  /**
   * {@code auto 50 faulty 7}: so many steps, at most.
   *
   * @param words of the line, {@code auto} included
   */
  List<String> run(Lab lab, List<String> words) {
    boolean isCounted = words.size() > 1 && words.get(1).matches("[0-9]+");
    int steps = isCounted ? number(words.get(1)) : 1;
    var weather = weather(words.subList(isCounted ? 2 : 1, words.size()));
    stopped = Optional.empty();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < steps && stopped.isEmpty(); i++) {
      if (lab.next().filter(Entry.Ask.class::isInstance).isPresent()) {
        stopped = Optional.of("a question comes, and step asks it");
        break;
      }
      var before = lab.moment();
      lab.perform(lab.next().orElseGet(() -> weather.next(lab.moment(), lab.at())));
      var after = lab.moment();
      lines.addAll(new LifeText(lab).here());
      stopped =
          after
              .broken()
              .map(it -> "the invariant \"" + it.invariant() + "\" is broken")
              .or(
                  () ->
                      breakpoints.values().stream()
                          .flatMap(one -> one.hit(before, after).stream())
                          .findFirst());
    }
    stopped.ifPresent(why -> lines.add("Stopped: " + why + "."));
    return lines;
  }

  private static int number(String word) {
    int steps = word.length() > 5 ? STEPS_MAX + 1 : Integer.parseInt(word);
    if (steps < 1 || steps > STEPS_MAX) {
      throw Words.usage(word + " steps are not between 1 and " + STEPS_MAX + "; write " + EXAMPLE);
    }
    return steps;
  }

  private static Weather weather(List<String> words) {
    if (words.isEmpty() || words.equals(List.of("fair"))) {
      return new Weather.Fair();
    }
    boolean isSeeded = words.size() == 2 && words.get(1).matches("[0-9]{1,9}");
    if (words.getFirst().equals("faulty") && (words.size() == 1 || isSeeded)) {
      return new Weather.Faulty(isSeeded ? Long.parseLong(words.get(1)) : 1);
    }
    throw Words.usage("\"" + String.join(" ", words) + "\" is no weather; write " + EXAMPLE);
  }
}
