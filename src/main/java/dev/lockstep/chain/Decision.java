package dev.lockstep.chain;

/** What becomes of a transfer when it is its turn. */
public sealed interface Decision {
  /** It is on the block that is being built. */
  record Accepted(Location location) implements Decision {}

  /** The same transfer stands on the chain already, or earlier on this block. */
  record Exists(Location location) implements Decision {}

  record Refused(Refusal refusal) implements Decision {}
}
