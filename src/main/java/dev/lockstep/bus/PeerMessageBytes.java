package dev.lockstep.bus;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages between members as bytes. The bytes of a block are those it was made with. */
final class PeerMessageBytes {
  private static final int HELLO = 1;
  private static final int WELCOME = 2;
  private static final int REQUEST = 3;
  private static final int ACK = 4;
  private static final int RELEASE = 5;
  private static final int DURABLE = 6;
  private static final int HEARTBEAT = 7;
  private static final int FETCH = 8;
  private static final int BLOCKS = 9;

  private PeerMessageBytes() {}

  static int estimate(PeerMessage message) {
    return switch (message) {
      case PeerMessage.Turn turn -> 256 + turn.block().map(b -> b.bytes().length).orElse(0);
      case PeerMessage.Fetch _ -> 128;
      case PeerMessage.Blocks piece ->
          128 + piece.blocks().stream().mapToInt(b -> b.bytes().length + 4).sum();
      case PeerMessage.Consensus consensus -> ConsensusBytes.estimate(consensus);
    };
  }

  static void write(PeerMessage message, ByteWriter out) {
    switch (message) {
      case PeerMessage.Turn(var turn, var block) -> {
        writeTurn(turn, out);
        writeBlock(block, out);
      }
      case PeerMessage.Consensus consensus -> ConsensusBytes.write(consensus, out);
      case PeerMessage.Fetch(var from, var incarnation, var receiver, var height) ->
          out.int8(FETCH).str(from).int64(incarnation).int64(receiver).int64(height);
      case PeerMessage.Blocks(var from, var incarnation, var receiver, var blocks) -> {
        out.int8(BLOCKS).str(from).int64(incarnation).int64(receiver).int32(blocks.size());
        blocks.forEach(b -> out.int32(b.bytes().length).bytes(b.bytes()));
      }
    }
  }

  static void writeBlock(Optional<Block> block, ByteWriter out) {
    out.int8(block.isPresent() ? 1 : 0);
    block.ifPresent(b -> out.int32(b.bytes().length).bytes(b.bytes()));
  }

  private static void writeTurn(MutexMessage turn, ByteWriter out) {
    switch (turn) {
      case MutexMessage.Hello(var state, var rejoin) ->
          writeState(HELLO, state, out).int8(rejoin ? 1 : 0);
      case MutexMessage.Welcome(var state, var sure, var time, var durable) ->
          writeState(WELCOME, state, out).int8(sure ? 1 : 0).int64(time).int64(durable);
      case MutexMessage.Request(var state) -> writeState(REQUEST, state, out);
      case MutexMessage.Ack(var state) -> writeState(ACK, state, out);
      case MutexMessage.Release(var state) -> writeState(RELEASE, state, out);
      case MutexMessage.Durable(var state) -> writeState(DURABLE, state, out);
      case MutexMessage.Heartbeat(var state) -> writeState(HEARTBEAT, state, out);
    }
  }

  private static ByteWriter writeState(int type, State state, ByteWriter out) {
    out.int8(type).str(state.from()).int64(state.incarnation()).int64(state.receiverIncarnation());
    // A claim is always the sender's own, so its time says it all; no claim has time 0.
    out.int64(state.time()).int64(state.claim().map(Timestamp::time).orElse(0L));
    return out.int64(state.head().height()).hash(state.head().hash()).int64(state.durable());
  }

  static PeerMessage read(ByteReader in) {
    int type = in.int8();
    return switch (type) {
      case FETCH -> {
        var fetch = new PeerMessage.Fetch(in.str(), in.int64(), in.int64(), in.int64());
        if (fetch.fromHeight() < 1) {
          throw new MalformedException("a fetch from height " + fetch.fromHeight());
        }
        yield fetch;
      }
      case BLOCKS -> new PeerMessage.Blocks(in.str(), in.int64(), in.int64(), readBlocks(in));
      default -> {
        if (type >= ConsensusBytes.FIRST) {
          yield ConsensusBytes.read(type, in);
        }
        var turn = readTurn(type, in);
        yield new PeerMessage.Turn(turn, readBlockIfAny(in));
      }
    };
  }

  private static MutexMessage readTurn(int type, ByteReader in) {
    return switch (type) {
      case HELLO -> new MutexMessage.Hello(readState(in), in.int8() != 0);
      case WELCOME ->
          new MutexMessage.Welcome(readState(in), in.int8() != 0, in.int64(), in.int64());
      case REQUEST -> new MutexMessage.Request(readState(in));
      case ACK -> new MutexMessage.Ack(readState(in));
      case RELEASE -> new MutexMessage.Release(readState(in));
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

  private static List<Block> readBlocks(ByteReader in) {
    int count = in.count(4);
    List<Block> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(readBlock(in));
    }
    return blocks;
  }

  static Optional<Block> readBlockIfAny(ByteReader in) {
    return in.int8() == 0 ? Optional.empty() : Optional.of(readBlock(in));
  }

  private static Block readBlock(ByteReader in) {
    return Block.decode(in.bytes(in.count(1)));
  }
}
