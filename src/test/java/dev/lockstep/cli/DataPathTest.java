package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.command.ExitCode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("The path of the data directory")
class DataPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a;TRACE_LEVEL_FILE=3",
        "a\\b",
        "%20#",
        "100%",
        "${HOME}",
        "x/${user.home}/y",
        "two\nlines",
        "bell\u0007"
      })
  void what_the_database_or_the_log_would_misread_is_refused(String text) {
    var refused =
        assertThrows(CliException.class, () -> DataPath.requireUsable(Path.of("/nowhere", text)));
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.getMessage().endsWith("name another one with --data DIR."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Zahlungsbücher ✓", "a b", "it's", "\"q\"", "$HOME", "#1", "~", "a:b", "{x}"})
  void other_characters_are_taken_as_they_are(String text) {
    var path = Path.of("/nowhere", text);
    assertEquals(path, DataPath.requireUsable(path));
  }

  @Test
  void a_path_is_neither_empty_nor_unreadable() {
    assertThrows(TypeConversionException.class, () -> new PathText().convert(""));
    assertThrows(TypeConversionException.class, () -> new PathText().convert("a\uFFFD"));
    assertThrows(TypeConversionException.class, () -> new PathText().convert("a\0b"));
    assertEquals(Path.of("a b"), new PathText().convert("a b"));
  }
}
