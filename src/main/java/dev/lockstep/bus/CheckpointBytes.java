package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.proof.CheckpointMessage;

/** What members say about checkpoints, as bytes. */
final class CheckpointBytes {
  private static final int ASK = 1;
  private static final int COSIGNED = 2;
  private static final int PASSED = 3;
  private static final int DIFFERS = 4;

  /** Longer than any signature of these messages. */
  private static final int SIGNATURE_MAX = 128;

  private CheckpointBytes() {}

  static void write(CheckpointMessage message, ByteWriter out) {
    switch (message) {
      case CheckpointMessage.Ask(var from, var size, var root, var signature) ->
          signed(out.int8(ASK).str(from).int64(size).hash(root), signature);
      case CheckpointMessage.Cosigned(var from, var size, var signature) ->
          signed(out.int8(COSIGNED).str(from).int64(size), signature);
      case CheckpointMessage.Passed(var from, var size, var signed) ->
          out.int8(PASSED).str(from).int64(size).int64(signed);
      case CheckpointMessage.Differs(var from, var size, var root, var signature) ->
          signed(out.int8(DIFFERS).str(from).int64(size).hash(root), signature);
    }
  }

  private static void signed(ByteWriter out, byte[] signature) {
    out.int32(signature.length).bytes(signature);
  }

  static CheckpointMessage read(ByteReader in) {
    int kind = in.int8();
    return switch (kind) {
      case ASK -> new CheckpointMessage.Ask(in.str(), in.int64(), in.hash(), signature(in));
      case COSIGNED -> new CheckpointMessage.Cosigned(in.str(), in.int64(), signature(in));
      case PASSED -> new CheckpointMessage.Passed(in.str(), in.int64(), in.int64());
      case DIFFERS -> new CheckpointMessage.Differs(in.str(), in.int64(), in.hash(), signature(in));
      default -> throw new MalformedException("a checkpoint message of kind " + kind);
    };
  }

  private static byte[] signature(ByteReader in) {
    int length = in.count(1);
    if (length > SIGNATURE_MAX) {
      throw new MalformedException("a signature of " + length + " bytes");
    }
    return in.bytes(length);
  }
}
