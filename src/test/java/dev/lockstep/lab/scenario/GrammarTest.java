package dev.lockstep.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Setup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What docs/lab.md says of scenario files is what their reader does. */
@DisplayName("The grammar of the docs")
class GrammarTest {
  private static final int LINES = 2_000;

  /** What no grammar of this kind can say. */
  private static final String SAME_MEMBER = "has no link to itself";

  private static final LineReader READER = new LineReader(Setup.DEFAULT);

  private final Derivation lines;

  GrammarTest() throws IOException {
    lines = new Derivation(Grammar.ofDocs(), new Random(14));
  }

  /** What is wrong with a line; empty when it is read. */
  private static Optional<String> mistake(String line) {
    try {
      READER.entries(line);
      return Optional.empty();
    } catch (MistakeException mistake) {
      return Optional.of(mistake.getMessage());
    }
  }

  private static Optional<String> mistake(List<String> file) {
    try {
      ScenarioReader.read(
          file,
          _ -> {
            throw new ImpossibleException("a record is there");
          });
      return Optional.empty();
    } catch (MistakeException mistake) {
      return Optional.of(mistake.getMessage()).filter(text -> !text.equals("a record is there."));
    }
  }

  @Test
  void allows_no_line_that_the_reader_refuses() {
    Set<String> used = new HashSet<>();
    for (int i = 0; i < LINES; i++) {
      var rule = List.of("move", "expect", "say", "ask").get(i % 4);
      var tokens = lines.of(rule);
      var line = String.join(" ", tokens);
      assertTrue(i % 10 > 0 || lines.allows(rule, tokens), line);
      assertRead(line, mistake(line));
      used.addAll(tokens);
    }
    for (int i = 0; i < LINES / 4; i++) {
      var header = lines.of("header");
      assertRead(header.toString(), mistake(List.of(String.join(" ", header))));
      used.addAll(header);
    }
    used.addAll(Set.of("branch"));
    assertEquals(Set.of(), difference(lines.words(), used), "words that were never tried");
  }

  private static void assertRead(String line, Optional<String> mistake) {
    assertEquals(Optional.empty(), mistake.filter(text -> !text.contains(SAME_MEMBER)), line);
  }

  private static Set<String> difference(Set<String> all, Set<String> less) {
    var rest = new HashSet<>(all);
    rest.removeAll(less);
    return rest;
  }

  @Test
  void refuses_what_the_reader_refuses() {
    int refused = 0;
    for (int i = 0; i < LINES; i++) {
      var rule = List.of("move", "expect", "say", "ask").get(i % 4);
      var tokens = lines.spoiled(lines.of(rule));
      var line = String.join(" ", tokens);
      boolean isAllowed =
          List.of("move", "expect", "say", "ask").stream()
              .anyMatch(each -> lines.allows(each, tokens));
      var mistake = mistake(line);
      if (isAllowed) {
        assertRead(line, mistake);
      } else {
        assertTrue(mistake.isPresent(), () -> "is read, and is not of the grammar: " + line);
        refused++;
      }
    }
    assertTrue(refused > LINES / 2, refused + " lines were outside of the grammar");
  }

  @Test
  void refuses_beginnings_that_the_reader_refuses() {
    for (int i = 0; i < LINES / 4; i++) {
      var tokens = lines.spoiled(lines.of("header"));
      if (tokens.isEmpty() || tokens.contains("record")) {
        // A record is a file, and there is none.
        continue;
      }
      var line = String.join(" ", tokens);
      boolean isAllowed =
          lines.allows("header", tokens)
              || List.of("move", "expect", "say", "ask").stream()
                  .anyMatch(each -> lines.allows(each, tokens));
      assertEquals(isAllowed, mistake(List.of(line)).isEmpty(), line);
    }
  }

  @Test
  void has_branches_whose_lines_stand_deeper() {
    List<String> file = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      file.add(String.join(" ", lines.of("say")));
      file.add("branch way-" + i);
      file.add("  " + String.join(" ", lines.of("say")));
      file.add("  branch way-of-" + i);
      file.add("    " + String.join(" ", lines.of("ask")));
    }
    assertEquals(Optional.empty(), mistake(file));
    assertTrue(mistake(List.of("branch")).isPresent());
    assertTrue(mistake(List.of("branch a b")).isPresent());
    assertTrue(mistake(List.of("tick", "  tick")).isPresent());
  }
}
