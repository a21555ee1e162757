package dev.lockstep.order;

import dev.lockstep.chain.Block;
import java.util.List;

/**
 * The messages between members. Those that every protocol sends are here; those of one protocol are
 * a type of their own.
 */
public sealed interface PeerMessage
    permits PeerMessage.Fetch, PeerMessage.Blocks, LamportPeerMessage, PaxosPeerMessage {
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

  /** The block that it proposes or releases; 0 when it carries none. */
  default long blockHeight() {
    return 0;
  }

  /** Whether it is a sign of life: neither its sending nor its receipt advances a clock. */
  default boolean isHeartbeat() {
    return false;
  }

  /** The name of this kind of message in counters, logs and events. */
  String type();

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
