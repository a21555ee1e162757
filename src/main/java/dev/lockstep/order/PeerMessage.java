package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexMessage;
import java.util.List;
import java.util.Optional;

/** What members say to each other. */
public sealed interface PeerMessage {
  String from();

  /** The life of the sender. */
  long incarnation();

  /** The Lamport time at which it was said; 0 when it carries none. */
  default long time() {
    return 0;
  }

  /** Up to which height the sender says its chain is on its disk; 0 when it says nothing of it. */
  default long durable() {
    return 0;
  }

  /** How the message is called in counters, logs and events. */
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
   * "Send me your blocks from this height on."
   *
   * @param incarnation the life of the sender
   * @param receiverIncarnation the life of the receiver that this is meant for
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
