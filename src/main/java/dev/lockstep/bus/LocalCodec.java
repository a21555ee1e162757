package dev.lockstep.bus;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Passes an immutable record from verticle to verticle of one node as it is. Such a record has no
 * encoding: an attempt to send it to another node fails.
 */
public final class LocalCodec implements MessageCodec<Record, Record> {
  private static final String NAME = "lockstep-local";

  /** For all messages within a node. */
  public static DeliveryOptions options() {
    return new DeliveryOptions().setLocalOnly(true).setCodecName(NAME);
  }

  @Override
  public void encodeToWire(Buffer buffer, Record value) {
    throw new IllegalStateException(value.getClass() + " never leaves the node");
  }

  @Override
  public Record decodeFromWire(int position, Buffer buffer) {
    throw new IllegalStateException("local records never come from another node");
  }

  @Override
  public Record transform(Record value) {
    return value;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
