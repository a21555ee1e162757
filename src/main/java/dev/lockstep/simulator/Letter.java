package dev.lockstep.simulator;

import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.Optional;
import java.util.Set;

/**
 * A message that was sent. It stays in the world: it may arrive never, or twice.
 *
 * @param number its place among all letters of the world
 * @param step of the sender in which it was sent, for the trace
 */
record Letter(int number, Member from, Member to, PeerMessage message, int step) {
  private static final Set<String> ANSWERS =
      Set.of("hello", "welcome", "ack", "admit", "promise", "accepted");

  /** Whether it is more than a sign of life, or a piece of a chain. */
  boolean isOfProtocol() {
    return switch (message) {
      case PeerMessage.Turn turn -> !turn.type().equals("heartbeat");
      case PeerMessage.Consensus consensus -> !consensus.type().equals("heartbeat");
      case PeerMessage.Fetch _, PeerMessage.Blocks _ -> false;
    };
  }

  /** Whether it answers something, so that it matters whose question it was. */
  boolean isAnswer() {
    return ANSWERS.contains(message.type());
  }

  /** Whether it lets its receiver take part. */
  boolean isWelcome() {
    return message.type().equals("welcome") || message.type().equals("admit");
  }

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
