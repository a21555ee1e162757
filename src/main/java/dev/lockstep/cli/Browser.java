package dev.lockstep.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The browser of whoever sits before the terminal. */
final class Browser {
  /** Of Linux desktops, and of macOS. */
  private static final List<String> OPENERS = List.of("xdg-open", "open");

  private Browser() {}

  /** Whether a program that opens files has been started. */
  static boolean open(Path file) {
    for (var opener : OPENERS) {
      try {
        new ProcessBuilder(opener, file.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
        return true;
      } catch (IOException _) {
        // This system has another one, or none.
      }
    }
    return false;
  }
}
