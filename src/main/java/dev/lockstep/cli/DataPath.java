package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import java.nio.file.Path;
import java.util.Map;

/**
 * The folder of the nodes' files. Its absolute path becomes part of a database address and of a log
 * pattern, and neither can quote every character.
 */
final class DataPath {
  /** What cannot be part of the path, and what it would be taken for. */
  private static final Map<String, String> REFUSED =
      Map.of(
          ";", "the beginning of settings by the database",
          "\\", "a separator of folders by the database",
          "%", "the beginning of a pattern by the log",
          "${", "the beginning of a variable by the log");

  private DataPath() {}

  /**
   * @throws CliException with code 2 when the path has one of them
   */
  static Path requireUsable(Path data) {
    var text = data.toAbsolutePath().normalize().toString();
    REFUSED.forEach(
        (characters, reading) -> {
          if (text.contains(characters)) {
            throw refused(text, characters, reading);
          }
        });
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw refused(
          text.replaceAll("\\p{Cntrl}", "\uFFFD"), "control character", "the end of a line");
    }
    return data;
  }

  private static CliException refused(String path, String characters, String reading) {
    return new CliException(
        ExitCode.USAGE,
        "The data directory \"%s\" has a %s in its path, which would be read as %s; name another one with --data DIR."
            .formatted(path, characters, reading));
  }
}
