package dev.lockstep.cli;

import picocli.CommandLine.Option;

/** The options for reading and answering commands, of {@code console} and {@code node}. */
final class ConsoleOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How results are shown: ${COMPLETION-CANDIDATES} (default: table).")
  OutputFormat output;

  @Option(
      names = "--keep-going",
      description = "From a pipe: go on after a failure; the exit code is that of the first one.")
  boolean keepGoing;
}
