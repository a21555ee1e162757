package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.List;
import java.util.Optional;

/** The messages between members. */
public sealed interface PeerMessage {
  String from();

  /** The incarnation of the sender. */
  long incarnation();

  /** The Lamport time at which it was sent; 0 when it carries none. */
  default long time() {
    return 0;
  }

  /** The height up to which the sender reports its chain as durable; 0 when it reports none. */
  default long durable() {
    return 0;
  }

  /** The name of this kind of message in counters, logs and events. */
  String type();

  /**
   * A message of Lamport's mutex.
   *
   * @param block the block that the holder built, on the release that ends its turn
   */
  record Turn(MutexMessage mutex, Optional<Block> block) implements PeerMessage {
    @Override
    public String from() {
      return mutex.state().from();
    }

    @Override
    public long incarnation() {
      return mutex.state().incarnation();
    }

    @Override
    public long time() {
      return mutex.state().time();
    }

    @Override
    public long durable() {
      return mutex.state().durable();
    }

    @Override
    public String type() {
      return switch (mutex) {
        case MutexMessage.Hello _ -> "hello";
        case MutexMessage.Welcome _ -> "welcome";
        case MutexMessage.Request _ -> "request";
        case MutexMessage.Ack _ -> "ack";
        case MutexMessage.Release _ -> "release";
        case MutexMessage.Durable _ -> "durable";
        case MutexMessage.Heartbeat _ -> "heartbeat";
      };
    }
  }

  /**
   * A message of Paxos.
   *
   * @param block on an accept, the one to vote for; on a promise and an admit, the one voted for;
   *     on a commit, the chosen one, unless the receiver has voted for it
   * @param log on a promise, the sender's local log, oldest first, cut at the sender's limit for a
   *     block
   */
  record Consensus(PaxosMessage paxos, Optional<Block> block, List<Transfer> log)
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

  /**
   * "Send me your blocks from this height on."
   *
   * @param incarnation of the sender
   * @param receiverIncarnation the incarnation of the receiver that this is meant for
   */
  record Fetch(String from, long incarnation, long receiverIncarnation, long fromHeight)
      implements PeerMessage {
    @Override
    public String type() {
      return "fetch";
    }
  }

  /** A piece of the chain, heights ascending without a gap. */
  record Blocks(String from, long incarnation, long receiverIncarnation, List<Block> blocks)
      implements PeerMessage {
    @Override
    public String type() {
      return "blocks";
    }
  }
}
