package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.door.Refusals;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Envelopes on the wire: a length, a version, the sender, the MAC, and the content. The content is
 * read only after the MAC was checked.
 */
public final class EnvelopeCodec implements MessageCodec<Letter, Envelope> {
  public static final String NAME = "lockstep-envelope";

  private static final int VERSION = 6;
  private static final Envelope REFUSED = new Envelope.Refused();

  private final EnvelopeSeal seal;
  private final Refusals refusals;

  /** The version and the sender, with which every envelope begins. */
  private final byte[] head;

  public EnvelopeCodec(EnvelopeSeal seal, Refusals refusals) {
    this.seal = seal;
    this.refusals = refusals;
    this.head = new ByteWriter(64).int8(VERSION).str(seal.self()).toByteArray();
  }

  @Override
  public void encodeToWire(Buffer buffer, Letter letter) {
    var content = EnvelopeBytes.encode(letter.envelope());
    buffer
        .appendInt(head.length + EnvelopeSeal.BYTES + content.size())
        .appendBytes(head)
        .appendBytes(seal.seal(letter.to(), content))
        .appendBytes(content.array(), 0, content.size());
  }

  /** Never throws: the event bus would end the connection, and log what was thrown. */
  @Override
  public Envelope decodeFromWire(int position, Buffer buffer) {
    int length = buffer.length() - position < Integer.BYTES ? -1 : buffer.getInt(position);
    int start = position + Integer.BYTES;
    if (length < 0 || length > buffer.length() - start) {
      return refused("whose length is wrong");
    }
    return open(buffer.getBytes(start, start + length));
  }

  private Envelope open(byte[] bytes) {
    try {
      var in = new ByteReader(bytes);
      int version = in.int8();
      if (version != VERSION) {
        return refused("of version " + version + ", where this node speaks " + VERSION);
      }
      var from = in.str();
      var mac = in.bytes(EnvelopeSeal.BYTES);
      if (!seal.isFrom(from, mac, bytes, in.position())) {
        return refused("whose MAC is not of the member that it names");
      }
      var envelope = EnvelopeBytes.decode(from, in);
      if (envelope instanceof Envelope.Undecodable) {
        refusals.envelope("An envelope of " + from + " was refused that has no valid message");
      }
      return envelope;
    } catch (MalformedException _) {
      return refused("that ends too early");
    }
  }

  private Envelope refused(String which) {
    refusals.envelope("An envelope was refused " + which);
    return REFUSED;
  }

  /** Within a node the envelope itself is passed on: it is immutable. */
  @Override
  public Envelope transform(Letter letter) {
    return letter.envelope();
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
