package dev.lockstep.simulator;

import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.Optional;

/**
 * A message that was sent. It stays in the world: it may arrive never, or twice.
 *
 * @param number its place among all letters of the world
 * @param step of the sender in which it was sent, for the trace
 */
record Letter(int number, Member from, Member to, PeerMessage message, int step) {
  /**
   * What it brings to somebody who has not heard of it: a block, or that a block is chosen. Others
   * that bring the same are equal.
   */
  Optional<Object> news() {
    return switch (message) {
      case PeerMessage.Turn turn -> turn.block().map(block -> block);
      case PeerMessage.Consensus(PaxosMessage.Accept _, var block, var _) ->
          block.map(offered -> offered);
      case PeerMessage.Consensus(PaxosMessage.Commit commit, var _, var _) ->
          Optional.of(commit.value());
      case PeerMessage.Consensus _, PeerMessage.Fetch _, PeerMessage.Blocks _ -> Optional.empty();
    };
  }
}
