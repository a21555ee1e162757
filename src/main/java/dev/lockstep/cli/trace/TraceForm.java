package dev.lockstep.cli.trace;

/** How a trace is shown: for a person, or for another program. */
public enum TraceForm {
  text,
  json,
  shiviz,
  mermaid,
  html
}
