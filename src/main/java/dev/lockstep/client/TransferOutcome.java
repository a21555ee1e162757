package dev.lockstep.client;

import java.util.List;
import java.util.UUID;

/** What has become of a transfer. */
public sealed interface TransferOutcome {
  /** The id of the transfer, by which it can be found, and sent again safely. */
  UUID id();

  /**
   * It is durable on a majority of the members, at its final place.
   *
   * @param height of its block
   * @param position on the block, from 0 on
   * @param blockHash of the block, 64 hexadecimal digits
   * @param existed whether it was there before this call, as far as is known
   */
  record Committed(UUID id, long height, int position, String blockHash, boolean existed)
      implements TransferOutcome {}

  /**
   * Paxos mode: it is durable on its member, and will be on a block.
   *
   * @param existed whether it was there before this call, as far as is known
   */
  record Executed(UUID id, boolean existed) implements TransferOutcome {}

  /**
   * It is definitely not executed, and this call will not execute it later.
   *
   * @param code of {@code docs/interfaces.md}, such as {@code insufficient_funds}; {@code
   *     unavailable} and {@code overloaded} mean that it may be sent again
   * @param sentence why, for a person
   */
  record Refused(UUID id, String code, String sentence) implements TransferOutcome {}

  /**
   * It may or may not be executed. Send it again under the same id, or look for it by its id.
   *
   * @param reason one sentence
   * @param waitingFor the members that can end the doubt, as far as the node has named them
   */
  record InDoubt(UUID id, String reason, List<String> waitingFor) implements TransferOutcome {
    public InDoubt {
      waitingFor = List.copyOf(waitingFor);
    }
  }
}
