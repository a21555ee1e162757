package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.paxos.PaxosMessage;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message of Paxos.
 *
 * @param block on an accept, the one to vote for; on a promise and an admit, the one voted for; on
 *     a commit, the chosen one, unless the receiver has voted for it
 * @param log on a promise, the sender's local log, cut at the sender's limit for a block
 * @param votes on an accepted, the sender's signature over the block that it votes for; on a
 *     commit, those of a majority. By member
 */
public record PaxosPeerMessage(
    PaxosMessage paxos,
    Optional<Block> block,
    SignedLog log,
    SortedMap<String, MemberSignature> votes)
    implements PeerMessage {
  public PaxosPeerMessage {
    votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
  }

  /** A message that brings nothing along. */
  public PaxosPeerMessage(PaxosMessage paxos) {
    this(paxos, Optional.empty());
  }

  public PaxosPeerMessage(PaxosMessage paxos, Optional<Block> block) {
    this(paxos, block, SignedLog.NONE);
  }

  public PaxosPeerMessage(PaxosMessage paxos, Optional<Block> block, SignedLog log) {
    this(paxos, block, log, new TreeMap<>());
  }

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
  public long blockHeight() {
    return block.map(Block::height).orElse(0L);
  }

  @Override
  public boolean isHeartbeat() {
    return paxos instanceof PaxosMessage.Heartbeat;
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
