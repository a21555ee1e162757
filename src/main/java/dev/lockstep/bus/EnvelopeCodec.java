package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Envelopes as bytes: a length, a version, and then what {@link PeerMessageBytes} writes.
 *
 * <p>Decoding never throws: anybody who can reach the port may send a frame, and a forged one must
 * not close the connection of a member.
 */
public final class EnvelopeCodec implements MessageCodec<Envelope, Envelope> {
  private static final int VERSION = 1;
  private static final int SAYS = 1;
  private static final int FOREIGN = 2;
  private static final int OF_CHECKPOINT = 3;

  @Override
  public void encodeToWire(Buffer buffer, Envelope envelope) {
    var bytes = encode(envelope);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }

  @Override
  public Envelope decodeFromWire(int position, Buffer buffer) {
    int length = buffer.length() - position < Integer.BYTES ? -1 : buffer.getInt(position);
    int start = position + Integer.BYTES;
    if (length < 0 || length > buffer.length() - start) {
      return new Envelope.Undecodable("a length of " + length);
    }
    return decode(buffer.getBytes(start, start + length));
  }

  static byte[] encode(Envelope envelope) {
    return switch (envelope) {
      case Envelope.Says(var genesis, var message) -> {
        var out = new ByteWriter(PeerMessageBytes.estimate(message));
        out.int8(VERSION).int8(SAYS).hash(genesis);
        PeerMessageBytes.write(message, out);
        yield out.toByteArray();
      }
      case Envelope.OfCheckpoint(var genesis, var message) -> {
        var out = new ByteWriter(256).int8(VERSION).int8(OF_CHECKPOINT).hash(genesis);
        CheckpointBytes.write(message, out);
        yield out.toByteArray();
      }
      case Envelope.Foreign(var from, var genesis) ->
          new ByteWriter(256)
              .int8(VERSION)
              .int8(FOREIGN)
              .str(from)
              .bytes(genesis.encode())
              .toByteArray();
      case Envelope.Undecodable(var reason) ->
          throw new IllegalArgumentException("never sent: " + reason);
    };
  }

  static Envelope decode(byte[] bytes) {
    try {
      var in = new ByteReader(bytes);
      int version = in.int8();
      if (version != VERSION) {
        return new Envelope.Undecodable("it has version " + version + ", this node speaks 1");
      }
      int kind = in.int8();
      return switch (kind) {
        case SAYS -> {
          var says = new Envelope.Says(in.hash(), PeerMessageBytes.read(in));
          in.expectEnd();
          yield says;
        }
        case OF_CHECKPOINT -> {
          var checkpoint = new Envelope.OfCheckpoint(in.hash(), CheckpointBytes.read(in));
          in.expectEnd();
          yield checkpoint;
        }
        case FOREIGN -> new Envelope.Foreign(in.str(), Genesis.decode(in.bytes(in.remaining())));
        default -> new Envelope.Undecodable("kind " + kind);
      };
    } catch (MalformedException e) {
      return new Envelope.Undecodable(e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // No bytes should cause this. If some do, their sender must not be able to stop this node.
      return new Envelope.Undecodable(e.toString());
    }
  }

  /** Within a node the envelope itself is passed on: it is immutable. */
  @Override
  public Envelope transform(Envelope envelope) {
    return envelope;
  }

  @Override
  public String name() {
    return "lockstep-envelope";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
