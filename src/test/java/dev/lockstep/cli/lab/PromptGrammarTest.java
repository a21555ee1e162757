package dev.lockstep.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Setup;
import dev.lockstep.lab.scenario.Derivation;
import dev.lockstep.lab.scenario.Grammar;
import dev.lockstep.lab.scenario.LineReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/lab.md says of the prompt is what the prompt does. */
@DisplayName("The prompt of the lab")
class PromptGrammarTest {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Map<String, String> SAMPLES =
      Map.of(
          "N", "2",
          "A", "B",
          "SEED", "7",
          "EXPECTATION", "A inside",
          "PROTOCOL", "paxos");

  /** A search takes seconds; CourseProtocolTest and SearchTest have some. */
  private static final String SEARCH = "find";

  @TempDir Path directory;

  /** The commands as the table has them, such as {@code go NAME [N]}. */
  private static List<String> documented() throws IOException {
    var docs = Files.readString(Path.of("docs/lab.md"));
    int begin = docs.indexOf("| command | what it does |");
    var table = docs.substring(begin, docs.indexOf("\n\n", begin));
    return table
        .lines()
        .skip(2)
        .flatMap(row -> CODE.matcher(row.split("\\|")[1]).results())
        .map(code -> code.group(1))
        .toList();
  }

  private int exitCode(String line) {
    var session = new Session(new Lab(Setup.DEFAULT), (_, _, _) -> {});
    session.run("A transfers 1 to B");
    session.run("deliver all until A inside");
    return switch (session.run(line)) {
      case Session.Reply.Text(var _, var code) -> code;
      case Session.Reply.Leave() -> ExitCode.OK;
    };
  }

  /** With what may be left out, and without it. */
  private Stream<String> lines(String form) {
    return Stream.of(form.replaceAll(" \\[[^]]*\\]", ""), form.replaceAll("[\\[\\]]", ""))
        .distinct()
        .map(this::filled);
  }

  private String filled(String line) {
    return Stream.of(line.split(" "))
        .map(
            word ->
                switch (word) {
                  case "NAME" -> line.startsWith("fork") ? "another-way" : "main";
                  case "FILE" -> directory.resolve("saved.lab").toString();
                  default -> SAMPLES.getOrDefault(word, word);
                })
        .collect(Collectors.joining(" "));
  }

  @Test
  void has_the_commands_of_the_docs_and_no_others() throws IOException {
    Set<String> words = new TreeSet<>();
    documented().forEach(form -> words.add(form.split(" ")[0]));
    assertEquals(new TreeSet<>(Session.COMMANDS), words);
  }

  @Test
  void understands_each_command_as_the_docs_write_it_and_no_word_more() throws IOException {
    for (var form : documented()) {
      if (form.startsWith(SEARCH)) {
        continue;
      }
      for (var line : lines(form).toList()) {
        assertNotEquals(ExitCode.USAGE, exitCode(line), line);
        if (!line.startsWith("save")) {
          assertEquals(ExitCode.USAGE, exitCode(line + " surplus"), line + " surplus");
        }
      }
    }
  }

  /** Whether they can happen is another question. */
  @Test
  void understands_every_line_of_a_scenario_file() throws IOException {
    var lines = new Derivation(Grammar.ofDocs(), new Random(7));
    var lab = new Lab(Setup.DEFAULT);
    var reader = new LineReader(lab.setup());
    int read = 0;
    for (int i = 0; i < 500; i++) {
      var words = lines.of(List.of("move", "expect", "say", "ask").get(i % 4));
      var line = String.join(" ", words);
      boolean isToItself = line.matches(".*\\b([ABC]) (->|→|↔|<->) \\1\\b.*");
      if (!isToItself) {
        assertTrue(new EntryLine(lab, reader).read(line, words).size() > 0, line);
        read++;
      }
    }
    assertTrue(read > 400, read + " lines");
  }
}
