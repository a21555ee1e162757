package dev.lockstep.cli;

/** Why a command cannot go on: one sentence for the person, an exit code for the script. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  public CliException(int exitCode, String sentence) {
    super(sentence);
    this.exitCode = exitCode;
  }

  public CliException(int exitCode, String sentence, Throwable cause) {
    super(sentence, cause);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
