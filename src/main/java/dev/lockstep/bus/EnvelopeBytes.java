package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;

/** The content of an envelope as bytes: its kind, and what {@link PeerMessageBytes} writes. */
public final class EnvelopeBytes {
  private static final int SAYS = 1;
  private static final int FOREIGN = 2;
  private static final int OF_CHECKPOINT = 3;
  private static final int OF_TRACE = 4;

  private EnvelopeBytes() {}

  /** What is sealed and sent; of messages that this node sends. */
  public static ByteWriter encode(Envelope envelope) {
    return switch (envelope) {
      case Envelope.Says(var genesis, var stamp, var message) -> {
        var out = new ByteWriter(StampBytes.ESTIMATE + PeerMessageBytes.estimate(message));
        out.int8(SAYS).hash(genesis);
        StampBytes.write(stamp, out);
        PeerMessageBytes.write(message, out);
        yield out;
      }
      case Envelope.OfCheckpoint(var genesis, var message) -> {
        var out = new ByteWriter(256).int8(OF_CHECKPOINT).hash(genesis);
        CheckpointBytes.write(message, out);
        yield out;
      }
      case Envelope.OfTrace(var genesis, var message) -> {
        var out = new ByteWriter(256).int8(OF_TRACE).hash(genesis);
        TraceBytes.write(message, out);
        yield out;
      }
      case Envelope.Foreign(var from, var genesis) ->
          new ByteWriter(256).int8(FOREIGN).str(from).bytes(genesis.encode());
      case Envelope.Undecodable _, Envelope.Refused _ ->
          throw new IllegalArgumentException("never sent: " + envelope);
    };
  }

  /** Never throws: a member that errs must not close its own connection by it, or stop this one. */
  static Envelope decode(String from, ByteReader in) {
    try {
      int kind = in.int8();
      return switch (kind) {
        case SAYS -> {
          var says =
              new Envelope.Says(in.hash(), StampBytes.read(from, in), PeerMessageBytes.read(in));
          in.expectEnd();
          yield own(from, says.message().from(), says);
        }
        case OF_CHECKPOINT -> {
          var checkpoint = new Envelope.OfCheckpoint(in.hash(), CheckpointBytes.read(in));
          in.expectEnd();
          yield own(from, checkpoint.message().from(), checkpoint);
        }
        case OF_TRACE -> {
          var trace = new Envelope.OfTrace(in.hash(), TraceBytes.read(in));
          in.expectEnd();
          yield own(from, trace.message().from(), trace);
        }
        case FOREIGN -> {
          var name = in.str();
          yield own(
              from, name, new Envelope.Foreign(name, Genesis.decode(in.bytes(in.remaining()))));
        }
        default -> new Envelope.Undecodable(from, "kind " + kind);
      };
    } catch (MalformedException e) {
      return new Envelope.Undecodable(from, e.getMessage());
    } catch (RuntimeException | StackOverflowError e) {
      // No bytes should cause this. If some do, their sender must not be able to stop this node.
      return new Envelope.Undecodable(from, e.toString());
    }
  }

  /** A member speaks for itself alone. */
  private static Envelope own(String from, String named, Envelope envelope) {
    return named.equals(from)
        ? envelope
        : new Envelope.Undecodable(from, "a message in the name of another member");
  }
}
