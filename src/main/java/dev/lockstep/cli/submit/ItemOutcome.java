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

  /** Definitely not executed, because other members were missing. */
  record Unavailable(String detail) implements ItemOutcome {}

  /** Definitely not executed; may be sent again a little later. */
  record Overloaded(String detail) implements ItemOutcome {}

  /** May or may not be executed. */
  record InDoubt(Why why) implements ItemOutcome {}
}
