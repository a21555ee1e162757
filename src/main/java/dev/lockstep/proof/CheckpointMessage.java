package dev.lockstep.proof;

import dev.lockstep.chain.Hash;

/**
 * A message between members about checkpoints. None changes the ledger, and any may be lost,
 * because the question is asked again.
 */
public sealed interface CheckpointMessage {
  String from();

  /** The size of the tree that it is about. */
  long size();

  /**
   * Asks the receiver to cosign a checkpoint of the sender.
   *
   * @param signature the plain signature of the sender under the checkpoint
   */
  record Ask(String from, long size, Hash root, byte[] signature) implements CheckpointMessage {}

  /**
   * The sender has the same root at this size, and has cosigned it.
   *
   * @param signature the cosignature of the sender: the Unix time in eight bytes, and the signature
   */
  record Cosigned(String from, long size, byte[] signature) implements CheckpointMessage {}

  /**
   * The sender has signed a larger checkpoint. It does not cosign this one, because a cosignature
   * says that its signer knows of no larger tree.
   *
   * @param signed the largest size that the sender has signed
   */
  record Passed(String from, long size, long signed) implements CheckpointMessage {}

  /**
   * The sender has another root at this size. Together with the question this proves that one of
   * the two has signed what is not its chain, or that the chain has forked.
   *
   * @param signature the plain signature of the sender under its own checkpoint of this size
   */
  record Differs(String from, long size, Hash root, byte[] signature)
      implements CheckpointMessage {}
}
