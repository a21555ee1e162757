package dev.lockstep.cli.submit;

/** What became of one transfer. */
sealed interface ItemOutcome {
  /**
   * @param status {@code committed} or {@code executed}
   * @param existed whether the node had taken it before this answer
   */
  record Accepted(String status, boolean existed) implements ItemOutcome {}

  /** Definitely not executed, by the rules. */
  record Refused(String code, String detail) implements ItemOutcome {}

  /** Definitely not executed, for want of others. */
  record Unavailable(String detail) implements ItemOutcome {}

  /** Definitely not executed, and welcome a little later. */
  record Overloaded(String detail) implements ItemOutcome {}

  /** May or may not be executed. */
  record InDoubt(Why why) implements ItemOutcome {}
}
