package dev.lockstep.bus;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages between members as bytes. The bytes of a block are those it was made with. */
final class PeerMessageBytes {
  private static final int FETCH = 8;
  private static final int BLOCKS = 9;

  private PeerMessageBytes() {}

  static int estimate(PeerMessage message) {
    return switch (message) {
      case LamportPeerMessage turn -> TurnBytes.estimate(turn);
      case PeerMessage.Fetch _ -> 128;
      case PeerMessage.Blocks piece ->
          128 + piece.blocks().stream().mapToInt(PeerMessageBytes::estimate).sum();
      case PaxosPeerMessage consensus -> ConsensusBytes.estimate(consensus);
    };
  }

  static int estimate(Block block) {
    return block.bytes().length + Integer.BYTES + block.attestation().estimate();
  }

  static void write(PeerMessage message, ByteWriter out) {
    switch (message) {
      case LamportPeerMessage turn -> TurnBytes.write(turn, out);
      case PaxosPeerMessage consensus -> ConsensusBytes.write(consensus, out);
      case PeerMessage.Fetch(var from, var incarnation, var receiver, var height) ->
          out.int8(FETCH).str(from).int64(incarnation).int64(receiver).int64(height);
      case PeerMessage.Blocks(var from, var incarnation, var receiver, var blocks) -> {
        out.int8(BLOCKS).str(from).int64(incarnation).int64(receiver).int32(blocks.size());
        blocks.forEach(block -> write(block, out));
      }
    }
  }

  static void writeBlock(Optional<Block> block, ByteWriter out) {
    out.int8(block.isPresent() ? 1 : 0);
    block.ifPresent(each -> write(each, out));
  }

  static void write(Block block, ByteWriter out) {
    out.int32(block.bytes().length).bytes(block.bytes());
    block.attestation().encode(out);
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
      default ->
          type >= ConsensusBytes.FIRST ? ConsensusBytes.read(type, in) : TurnBytes.read(type, in);
    };
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

  static Block readBlock(ByteReader in) {
    return Block.decode(in.bytes(in.count(1))).with(Attestation.decode(in));
  }
}
