package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams, always UTF-8, and which of them a person sits at.
 *
 * @param terminals the numbers of the streams that are terminals, such as {@code 012}
 */
public record Stdio(InputStream in, PrintWriter out, PrintWriter err, String terminals) {

  /** Those of this process. */
  public static Stdio system() {
    return new Stdio(
        System.in, writer(FileDescriptor.out), writer(FileDescriptor.err), terminalsOfProcess());
  }

  /** Whether a person can be prompted: what is typed and what is shown are both at a terminal. */
  public boolean isInteractive() {
    return terminals.contains("0") && terminals.contains("1");
  }

  public boolean showsProgress() {
    return terminals.contains("2");
  }

  /** Colours are for terminals, and only without NO_COLOR (no-color.org). */
  public boolean isColoured() {
    var noColor = System.getenv("NO_COLOR");
    return isInteractive() && (noColor == null || noColor.isEmpty());
  }

  /**
   * Fails with a sentence when something that was printed did not get out: a full disk, or a reader
   * that is gone. A {@link PrintWriter} reports that only when asked.
   */
  public void requireWritten() {
    if (out.checkError()) {
      throw new CliException(
          ExitCode.FAILURE,
          "Standard output cannot be written, so some of what was to be shown is missing; "
              + "look at its disk, or at who reads it.");
    }
  }

  /** Standard input, line by line. */
  public TextLines lines() {
    return new TextLines(in, "Standard input");
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** run.sh asks the shell, because Java cannot tell whether standard error is a terminal. */
  private static String terminalsOfProcess() {
    var known = System.getProperty("lockstep.terminal");
    if (known != null) {
      return known;
    }
    var console = System.console();
    return console != null && console.isTerminal() ? "012" : "";
  }
}
