package dev.lockstep.order.paxos;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import java.util.List;

/** What holds for every message of a correct member, whatever the receiver knows (design B3). */
final class WellFormed {
  private WellFormed() {}

  /**
   * @param log the transfers that travel along
   * @throws RefusedMessageException when no correct member sends the message
   */
  static void require(PaxosMessage message, List<Transfer> log, Genesis genesis) {
    var from = message.state().from();
    switch (message) {
      // A ballot has one leader. By the ballot of another one, this could give it a second value.
      case PaxosMessage.Prepare prepare -> requireLeader(from, prepare.ballot());
      case PaxosMessage.Accept accept -> requireLeader(from, accept.ballot());
      case PaxosMessage.Join join -> requireLeader(from, join.ballot());
      case PaxosMessage.Promise _ -> requireOwner(from, log, genesis);
      case PaxosMessage.Hello _,
          PaxosMessage.Welcome _,
          PaxosMessage.Heartbeat _,
          PaxosMessage.Admit _,
          PaxosMessage.Accepted _,
          PaxosMessage.Rejected _,
          PaxosMessage.Commit _ -> {
        // Nothing in them that the sender may not say.
      }
    }
  }

  private static void requireLeader(String from, Ballot ballot) {
    if (!ballot.member().equals(from)) {
      throw new RefusedMessageException("its ballot is one of another leader");
    }
  }

  /** A member hands over what it has executed, and it executes only what its own accounts pay. */
  private static void requireOwner(String from, List<Transfer> log, Genesis genesis) {
    for (var transfer : log) {
      if (!genesis.isOwner(from, transfer.from())) {
        throw new RefusedMessageException(
            "its local log has a transfer from an account that " + from + " does not own");
      }
    }
  }
}
