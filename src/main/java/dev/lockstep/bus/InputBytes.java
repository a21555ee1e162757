package dev.lockstep.bus;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Input;
import java.util.ArrayList;
import java.util.List;

/** Inputs of an order as bytes, as a recorded run has them. Messages have the form of the wire. */
public final class InputBytes {
  private static final int START = 1;
  private static final int SUBMIT = 2;
  private static final int FIND = 3;
  private static final int RECEIVED = 4;
  private static final int MISBEHAVED = 5;
  private static final int PERSISTED = 6;
  private static final int WRITE_FAILED = 7;
  private static final int BLOCKS_READ = 8;
  private static final int SIGNED = 9;
  private static final int LOG_SIGNED = 10;
  private static final int VERIFIED = 11;
  private static final int TICK = 12;

  private InputBytes() {}

  public static void write(Input input, ByteWriter out) {
    switch (input) {
      case Input.Start(var unixMillis, var start) -> out.int8(START).int64(unixMillis).int64(start);
      case Input.Submit(var ticket, var transfers) ->
          Transfer.encodeAll(transfers, out.int8(SUBMIT).int64(ticket));
      case Input.Find(var ticket, var id) -> out.int8(FIND).int64(ticket).uuid(id);
      case Input.Received(var message, var stamp) -> {
        out.int8(RECEIVED).str(stamp.sender());
        StampBytes.write(stamp, out);
        PeerMessageBytes.write(message, out);
      }
      case Input.Misbehaved(var from, var what, var reason) ->
          out.int8(MISBEHAVED).str(from).str(what).str(reason);
      case Input.Persisted(var sequence) -> out.int8(PERSISTED).int64(sequence);
      case Input.WriteFailed(var reason) -> out.int8(WRITE_FAILED).str(reason);
      case Input.BlocksRead(var to, var blocks) -> write(blocks, out.int8(BLOCKS_READ).str(to));
      case Input.Signed(var block) -> PeerMessageBytes.write(block, out.int8(SIGNED));
      case Input.LogSigned(var height, var log) -> {
        out.int8(LOG_SIGNED).int64(height);
        Transfer.encodeAll(log.transfers(), out);
        out.int8(log.signature().isPresent() ? 1 : 0);
        log.signature().ifPresent(signature -> out.bytes(signature.bytes()));
      }
      case Input.Verified(var from, var proven, var unproven) -> {
        write(proven, out.int8(VERIFIED).str(from));
        write(unproven, out);
      }
      case Input.Tick() -> out.int8(TICK);
    }
  }

  private static void write(List<Block> blocks, ByteWriter out) {
    out.int32(blocks.size());
    blocks.forEach(block -> PeerMessageBytes.write(block, out));
  }

  /**
   * @throws MalformedException when the bytes are no input
   */
  public static Input read(ByteReader in) {
    int type = in.int8();
    return switch (type) {
      case START -> new Input.Start(in.int64(), in.int64());
      case SUBMIT -> new Input.Submit(in.int64(), Transfer.decodeAll(in, Integer.MAX_VALUE));
      case FIND -> new Input.Find(in.int64(), in.uuid());
      case RECEIVED -> {
        var stamp = StampBytes.read(in.str(), in);
        yield new Input.Received(PeerMessageBytes.read(in), stamp);
      }
      case MISBEHAVED -> new Input.Misbehaved(in.str(), in.str(), in.str());
      case PERSISTED -> new Input.Persisted(in.int64());
      case WRITE_FAILED -> new Input.WriteFailed(in.str());
      case BLOCKS_READ -> new Input.BlocksRead(in.str(), readBlocks(in));
      case SIGNED -> new Input.Signed(PeerMessageBytes.readBlock(in));
      case LOG_SIGNED -> new Input.LogSigned(in.int64(), readLog(in));
      case VERIFIED -> new Input.Verified(in.str(), readBlocks(in), readBlocks(in));
      case TICK -> new Input.Tick();
      default -> throw new MalformedException("an input of type " + type);
    };
  }

  private static SignedLog readLog(ByteReader in) {
    var log = SignedLog.unsigned(Transfer.decodeAll(in, Block.TRANSFERS_MAX));
    return in.int8() == 0 ? log : log.signed(MemberSignature.of(in.bytes(MemberSignature.BYTES)));
  }

  private static List<Block> readBlocks(ByteReader in) {
    int count = in.count(4);
    List<Block> blocks = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      blocks.add(PeerMessageBytes.readBlock(in));
    }
    return blocks;
  }
}
