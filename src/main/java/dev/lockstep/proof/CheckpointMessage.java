package dev.lockstep.proof;

import dev.lockstep.chain.Hash;

/**
 * What members say to each other about checkpoints. Nothing of it changes the ledger, and any of it
 * may be lost: it is asked again.
 */
public sealed interface CheckpointMessage {
  String from();

  /** The size of the tree that it is about. */
  long size();

  /**
   * "Cosign my checkpoint."
   *
   * @param signature the plain signature of the sender under the checkpoint
   */
  record Ask(String from, long size, Hash root, byte[] signature) implements CheckpointMessage {}

  /**
   * "I have the same root."
   *
   * @param signature the cosignature of the sender: the time in eight bytes, and the signature
   */
  record Cosigned(String from, long size, byte[] signature) implements CheckpointMessage {}

  /**
   * "I have signed a later checkpoint; a cosignature says that there is none."
   *
   * @param signed the size of that one
   */
  record Passed(String from, long size, long signed) implements CheckpointMessage {}

  /**
   * "I have another root at this size": proof, with the question, that one of the two has signed
   * what is not its chain, or that the chain has forked.
   *
   * @param signature the plain signature of the sender under its own checkpoint of this size
   */
  record Differs(String from, long size, Hash root, byte[] signature)
      implements CheckpointMessage {}
}
