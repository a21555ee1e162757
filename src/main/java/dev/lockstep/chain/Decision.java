package dev.lockstep.chain;

/** The decision of the ledger about a transfer. */
public sealed interface Decision {
  /** It is on the block that is being built. */
  record Accepted(Location location) implements Decision {}

  /** The same transfer is already on the chain, or earlier on this block. */
  record Exists(Location location) implements Decision {}

  record Refused(Refusal refusal) implements Decision {}
}
