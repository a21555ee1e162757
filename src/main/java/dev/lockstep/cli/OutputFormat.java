package dev.lockstep.cli;

/** How a result is shown: for a person or for a program. */
public enum OutputFormat {
  table,
  json
}
