package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.paxos.PaxosMessage;
import java.util.List;
import java.util.Optional;

/**
 * A message of Paxos.
 *
 * @param block on an accept, the one to vote for; on a promise and an admit, the one voted for; on
 *     a commit, the chosen one, unless the receiver has voted for it
 * @param log on a promise, the sender's local log, oldest first, cut at the sender's limit for a
 *     block
 */
public record PaxosPeerMessage(PaxosMessage paxos, Optional<Block> block, List<Transfer> log)
    implements PeerMessage {
  @Override
  public String from() {
    return paxos.state().from();
  }

  @Override
  public long incarnation() {
    return paxos.state().incarnation();
  }

  @Override
  public long time() {
    return paxos.state().time();
  }

  @Override
  public long durable() {
    return paxos.state().durable();
  }

  @Override
  public String type() {
    return switch (paxos) {
      case PaxosMessage.Hello _ -> "hello";
      case PaxosMessage.Welcome _ -> "welcome";
      case PaxosMessage.Heartbeat _ -> "heartbeat";
      case PaxosMessage.Join _ -> "join";
      case PaxosMessage.Admit _ -> "admit";
      case PaxosMessage.Prepare _ -> "prepare";
      case PaxosMessage.Promise _ -> "promise";
      case PaxosMessage.Accept _ -> "accept";
      case PaxosMessage.Accepted _ -> "accepted";
      case PaxosMessage.Rejected _ -> "rejected";
      case PaxosMessage.Commit _ -> "commit";
    };
  }
}
