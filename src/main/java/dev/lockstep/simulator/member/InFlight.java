package dev.lockstep.simulator.member;

import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.paxos.PaxosMessage;
import java.util.Optional;
import java.util.Set;

/**
 * A message that was sent. It stays in the world: it may never arrive, or arrive twice.
 *
 * @param number its place among all messages of the execution
 * @param stamp that goes with it
 * @param step of the sender in which it was sent, for the trace
 */
public record InFlight(
    int number, Member from, Member to, PeerMessage message, Stamp stamp, int step) {
  private static final Set<String> ANSWERS =
      Set.of("hello", "welcome", "ack", "admit", "promise", "accepted");

  /** Whether it belongs to a protocol: it is no heartbeat and no piece of a chain. */
  public boolean isOfProtocol() {
    return switch (message) {
      case LamportPeerMessage _, PaxosPeerMessage _ -> !message.isHeartbeat();
      case PeerMessage.Fetch _, PeerMessage.Blocks _ -> false;
    };
  }

  /** Whether it answers a message, so that it matters which incarnation has asked. */
  public boolean isAnswer() {
    return ANSWERS.contains(message.type());
  }

  /** Whether it admits its receiver. */
  public boolean isWelcome() {
    return message.type().equals("welcome") || message.type().equals("admit");
  }

  /**
   * The news that it brings: a block, or that a block is chosen. Two messages with the same news
   * have equal values here.
   */
  public Optional<Object> news() {
    return switch (message) {
      case LamportPeerMessage turn -> turn.block().map(block -> block);
      case PaxosPeerMessage(PaxosMessage.Accept _, var block, var _, var _) ->
          block.map(offered -> offered);
      case PaxosPeerMessage(PaxosMessage.Commit commit, var _, var _, var _) ->
          Optional.of(commit.value());
      case PaxosPeerMessage _, PeerMessage.Fetch _, PeerMessage.Blocks _ -> Optional.empty();
    };
  }
}
