package dev.lockstep.console.access;

/** What a client may do. */
enum Right {
  /** Everything that the interfaces offer. */
  ALL,

  /** Whatever changes nothing. */
  READ
}
