package dev.lockstep.command;

/** How a command ends, for scripts; README.md lists them under "Exit codes". */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILURE = 1;
  public static final int USAGE = 2;
  public static final int REFUSED = 3;
  public static final int UNAVAILABLE = 4;
  public static final int VERIFICATION_FAILED = 5;
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
