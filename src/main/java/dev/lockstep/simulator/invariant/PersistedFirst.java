package dev.lockstep.simulator.invariant;

import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.simulator.member.Member;

/**
 * What a member sends depends only on what is on its disk: a block, a durable height, an
 * incarnation, a time, its generation, that it participates.
 *
 * <p>Source: rule D2 of docs/design.md; Liskov and Cowling 2012, section 4.3.
 */
final class PersistedFirst implements Invariant {
  @Override
  public void sent(Member member, PeerMessage message) {
    if (message.durable() > member.disk.height()) {
      throw tooEarly(
          member,
          message,
          "block " + message.durable() + " is on its disk, which ends at " + member.disk.height());
    }
    if (message instanceof LamportPeerMessage(var _, var block) && block.isPresent()) {
      var sent = block.get();
      if (!member.disk.holds(sent)) {
        throw tooEarly(member, message, "block " + sent.height() + ", which is not on its disk");
      }
    }
    if (message.time() > member.disk.clock()) {
      throw tooEarly(member, message, "time " + message.time() + ", which its disk does not cover");
    }
    if (message.incarnation() > member.disk.incarnation()) {
      throw tooEarly(
          member, message, "incarnation " + message.incarnation() + ", which is not on its disk");
    }
    if (message instanceof PaxosPeerMessage consensus) {
      requireState(member, message, consensus.paxos().state());
    }
  }

  private static void requireState(Member member, PeerMessage message, PaxosState state) {
    if (state.generation() > member.disk.generation()) {
      throw tooEarly(
          member, message, "generation " + state.generation() + ", which is not on its disk");
    }
    if (state.member() && !member.disk.hasJoined()) {
      throw tooEarly(member, message, "that it takes part, which is not on its disk");
    }
  }

  private static Violation tooEarly(Member member, PeerMessage message, String what) {
    return new Violation(
        PersistedFirst.class, member.name + " says in a " + message.type() + ": " + what);
  }
}
