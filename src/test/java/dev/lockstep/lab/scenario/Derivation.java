package dev.lockstep.lab.scenario;

import dev.lockstep.lab.scenario.Grammar.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Lines that the grammar allows, at random; and whether it allows a line. */
public final class Derivation {
  /** No terminal has more tokens. */
  private static final int LONGEST = 7;

  private final Grammar grammar;
  private final Random random;
  private final List<String> vocabulary;

  public Derivation(Grammar grammar, Random random) {
    this.grammar = grammar;
    this.random = random;
    this.vocabulary = vocabulary();
  }

  // --- lines of the grammar ---------------------------------------------------------------------

  /** The tokens of a line of this rule. */
  public List<String> of(String rule) {
    List<String> tokens = new ArrayList<>();
    add(new Part.Name(rule), tokens);
    return tokens;
  }

  private void add(Part part, List<String> tokens) {
    switch (part) {
      case Part.Words(var words) -> tokens.addAll(words);
      case Part.Name(var name) when grammar.rules().containsKey(name) ->
          add(grammar.rules().get(name), tokens);
      case Part.Name(var name) -> tokens.addAll(tokensOf(any(terminal(name).samples())));
      case Part.All(var parts) -> parts.forEach(each -> add(each, tokens));
      case Part.OneOf(var parts) -> add(any(parts), tokens);
      case Part.Maybe(var inner) -> times(inner, random.nextInt(2), tokens);
      case Part.Many(var inner) -> times(inner, random.nextInt(3), tokens);
    }
  }

  private void times(Part part, int times, List<String> tokens) {
    for (int i = 0; i < times; i++) {
      add(part, tokens);
    }
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private static List<String> tokensOf(String phrase) {
    return List.of(phrase.split(" "));
  }

  private static Terminal terminal(String name) {
    var terminal = Terminal.ALL.get(name);
    if (terminal == null) {
      throw new AssertionError("the grammar has no rule for " + name);
    }
    return terminal;
  }

  // --- lines that are nearly of the grammar -----------------------------------------------------

  /** The line with one token taken away, moved, changed or added. */
  List<String> spoiled(List<String> line) {
    List<String> tokens = new ArrayList<>(line);
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(4)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(random.nextInt(tokens.size()), tokens.remove(at));
      case 2 -> tokens.set(at, any(vocabulary));
      default -> tokens.add(random.nextInt(tokens.size() + 1), any(vocabulary));
    }
    return tokens;
  }

  private List<String> vocabulary() {
    var samples =
        Terminal.ALL.values().stream().flatMap(each -> each.samples().stream().map(String::strip));
    return Stream.concat(words().stream(), samples.flatMap(each -> tokensOf(each).stream()))
        .filter(token -> !token.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  /** All words that the rules have. */
  Set<String> words() {
    return grammar.rules().values().stream().flatMap(this::words).collect(Collectors.toSet());
  }

  private Stream<String> words(Part part) {
    return switch (part) {
      case Part.Words(var words) -> words.stream();
      case Part.Name _ -> Stream.empty();
      case Part.All(var parts) -> parts.stream().flatMap(this::words);
      case Part.OneOf(var parts) -> parts.stream().flatMap(this::words);
      case Part.Maybe(var inner) -> words(inner);
      case Part.Many(var inner) -> words(inner);
    };
  }

  // --- whether a line is of the grammar ---------------------------------------------------------

  boolean allows(String rule, List<String> tokens) {
    return ends(new Part.Name(rule), tokens, 0).contains(tokens.size());
  }

  /** Where what begins at a token may end. */
  private Set<Integer> ends(Part part, List<String> tokens, int from) {
    return switch (part) {
      case Part.Words(var words) -> {
        int end = from + words.size();
        boolean isThere = end <= tokens.size() && tokens.subList(from, end).equals(words);
        yield isThere ? Set.of(end) : Set.of();
      }
      case Part.Name(var name) when grammar.rules().containsKey(name) ->
          ends(grammar.rules().get(name), tokens, from);
      case Part.Name(var name) -> ends(terminal(name), tokens, from);
      case Part.All(var parts) -> {
        var ends = Set.of(from);
        for (var each : parts) {
          ends = after(ends, each, tokens);
        }
        yield ends;
      }
      case Part.OneOf(var parts) ->
          parts.stream()
              .flatMap(each -> ends(each, tokens, from).stream())
              .collect(Collectors.toSet());
      case Part.Maybe(var inner) -> {
        var ends = new HashSet<>(ends(inner, tokens, from));
        ends.add(from);
        yield ends;
      }
      case Part.Many(var inner) -> {
        var all = new HashSet<>(Set.of(from));
        var next = Set.of(from);
        while (!next.isEmpty()) {
          next = new HashSet<>(after(next, inner, tokens));
          next.removeAll(all);
          all.addAll(next);
        }
        yield all;
      }
    };
  }

  private Set<Integer> after(Set<Integer> ends, Part part, List<String> tokens) {
    return ends.stream()
        .flatMap(end -> ends(part, tokens, end).stream())
        .collect(Collectors.toSet());
  }

  private static Set<Integer> ends(Terminal terminal, List<String> tokens, int from) {
    Set<Integer> ends = new HashSet<>();
    for (int end = from + 1; end <= Math.min(tokens.size(), from + LONGEST); end++) {
      if (terminal.pattern().matcher(String.join(" ", tokens.subList(from, end))).matches()) {
        ends.add(end);
      }
    }
    return ends;
  }
}
