package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.LamportPeerMessage;
import java.util.Optional;

/** Messages of the mutex as bytes: type, state, what the kind has of its own, block. */
final class TurnBytes {
  private static final int HELLO = 1;
  private static final int WELCOME = 2;
  private static final int REQUEST = 3;
  private static final int ACK = 4;
  private static final int RELEASE = 5;
  private static final int DURABLE = 6;
  private static final int HEARTBEAT = 7;
  private static final int APPEND = 10;

  private TurnBytes() {}

  static int estimate(LamportPeerMessage turn) {
    return 256 + turn.block().map(PeerMessageBytes::estimate).orElse(0);
  }

  static void write(LamportPeerMessage turn, ByteWriter out) {
    writeMutex(turn.mutex(), out);
    PeerMessageBytes.writeBlock(turn.block(), out);
  }

  private static void writeMutex(MutexMessage turn, ByteWriter out) {
    switch (turn) {
      case MutexMessage.Hello(var state, var rejoin, var start) ->
          writeState(HELLO, state, out).int8(rejoin ? 1 : 0).int64(start);
      case MutexMessage.Welcome(var state, var participating, var time, var durable, var start) ->
          writeState(WELCOME, state, out)
              .int8(participating ? 1 : 0)
              .int64(time)
              .int64(durable)
              .int64(start);
      case MutexMessage.Request(var state) -> writeState(REQUEST, state, out);
      case MutexMessage.Ack(var state) -> writeState(ACK, state, out);
      case MutexMessage.Release(var state) -> writeState(RELEASE, state, out);
      case MutexMessage.Append(var state) -> writeState(APPEND, state, out);
      case MutexMessage.Durable(var state) -> writeState(DURABLE, state, out);
      case MutexMessage.Heartbeat(var state) -> writeState(HEARTBEAT, state, out);
    }
  }

  private static ByteWriter writeState(int type, State state, ByteWriter out) {
    out.int8(type).str(state.from()).int64(state.incarnation()).int64(state.receiverIncarnation());
    // A claim is always the sender's, so its time is enough; time 0 means no claim.
    out.int64(state.time()).int64(state.claim().map(Timestamp::time).orElse(0L));
    return out.int64(state.head().height()).hash(state.head().hash()).int64(state.durable());
  }

  static LamportPeerMessage read(int type, ByteReader in) {
    return new LamportPeerMessage(readMutex(type, in), PeerMessageBytes.readBlockIfAny(in));
  }

  private static MutexMessage readMutex(int type, ByteReader in) {
    return switch (type) {
      case HELLO -> new MutexMessage.Hello(readState(in), in.int8() != 0, in.int64());
      case WELCOME ->
          new MutexMessage.Welcome(
              readState(in), in.int8() != 0, in.int64(), in.int64(), in.int64());
      case REQUEST -> new MutexMessage.Request(readState(in));
      case ACK -> new MutexMessage.Ack(readState(in));
      case RELEASE -> new MutexMessage.Release(readState(in));
      case APPEND -> new MutexMessage.Append(readState(in));
      case DURABLE -> new MutexMessage.Durable(readState(in));
      case HEARTBEAT -> new MutexMessage.Heartbeat(readState(in));
      default -> throw new MalformedException("a message of type " + type);
    };
  }

  private static State readState(ByteReader in) {
    var from = in.str();
    long incarnation = in.int64();
    long receiverIncarnation = in.int64();
    long time = in.int64();
    long claim = in.int64();
    var head = new Head(in.int64(), in.hash());
    long durable = in.int64();
    if (incarnation < 0 || time < 0 || claim < 0 || head.height() < 0 || durable < 0) {
      throw new MalformedException("a number below zero in the state of " + from);
    }
    return new State(
        from,
        incarnation,
        receiverIncarnation,
        time,
        claim == 0 ? Optional.empty() : Optional.of(new Timestamp(claim, from)),
        head,
        durable);
  }
}
