package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexMessage;
import java.util.Optional;

/**
 * A message of Lamport's mutex.
 *
 * @param block the block that the holder built, on the release that ends its turn, or on the
 *     message that keeps the critical section
 */
public record LamportPeerMessage(MutexMessage mutex, Optional<Block> block) implements PeerMessage {
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
  public long blockHeight() {
    return block.map(Block::height).orElse(0L);
  }

  @Override
  public boolean isHeartbeat() {
    return mutex instanceof MutexMessage.Heartbeat;
  }

  @Override
  public String type() {
    return type(mutex);
  }

  /** The name of this kind of message. */
  public static String type(MutexMessage message) {
    return switch (message) {
      case MutexMessage.Hello _ -> "hello";
      case MutexMessage.Welcome _ -> "welcome";
      case MutexMessage.Request _ -> "request";
      case MutexMessage.Ack _ -> "ack";
      case MutexMessage.Release _ -> "release";
      case MutexMessage.Append _ -> "append";
      case MutexMessage.Durable _ -> "durable";
      case MutexMessage.Heartbeat _ -> "heartbeat";
    };
  }
}
