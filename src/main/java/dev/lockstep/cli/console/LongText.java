package dev.lockstep.cli.console;

import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints a text that comes in parts. */
final class LongText implements Consumer<String> {
  private final PrintWriter out;
  private boolean hasBegun;

  LongText(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void accept(String part) {
    hasBegun = true;
    out.print(part);
  }

  /** Ends its last line, if there was any. */
  void end() {
    if (hasBegun) {
      out.println();
      out.flush();
    }
  }
}
