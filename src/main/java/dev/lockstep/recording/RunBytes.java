package dev.lockstep.recording;

import dev.lockstep.bus.InputBytes;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.Limits;
import java.util.zip.CRC32C;

/** Entries as bytes: length, checksum, and the entry. A length of zero is the end. */
final class RunBytes {
  static final int HEAD = 2 * Integer.BYTES;

  private static final int BEGUN = 1;
  private static final int TAKEN = 2;
  private static final int ESTIMATE = 256;

  private RunBytes() {}

  static byte[] encode(RunEntry entry) {
    var out = new ByteWriter(ESTIMATE);
    switch (entry) {
      case RunEntry.Begun begun -> {
        var genesis = begun.genesis().encode();
        out.int8(BEGUN).int64(begun.wallMicros()).str(begun.member());
        out.int32(genesis.length).bytes(genesis).int64(begun.incarnation());
        out.int8(begun.rejoin() ? 1 : 0);
        write(begun.limits(), out);
        out.int64(begun.records());
      }
      case RunEntry.Taken(var wall, var now, var input, var sent, var digest) -> {
        out.int8(TAKEN).int64(wall).int64(now).int64(sent).int32(digest);
        InputBytes.write(input, out);
      }
    }
    return out.toByteArray();
  }

  private static void write(Limits limits, ByteWriter out) {
    out.int32(limits.blockTransfers())
        .int32(limits.waitingTransfers())
        .int64(limits.transferTimeout())
        .int32(limits.logTransfers())
        .int64(limits.proposeAfter())
        .int8(limits.keepsSection() ? 1 : 0)
        .int64(limits.messageDelay());
  }

  /**
   * @throws MalformedException when the bytes are no entry
   */
  static RunEntry decode(byte[] bytes) {
    var in = new ByteReader(bytes);
    int type = in.int8();
    var entry =
        switch (type) {
          case BEGUN ->
              new RunEntry.Begun(
                  in.int64(),
                  in.str(),
                  Genesis.decode(in.bytes(in.count(1))),
                  in.int64(),
                  in.int8() != 0,
                  readLimits(in),
                  in.int64());
          case TAKEN -> {
            long wall = in.int64();
            long now = in.int64();
            long sent = in.int64();
            int digest = in.int32();
            yield new RunEntry.Taken(wall, now, InputBytes.read(in), sent, digest);
          }
          default -> throw new MalformedException("an entry of type " + type);
        };
    in.expectEnd();
    return entry;
  }

  private static Limits readLimits(ByteReader in) {
    return new Limits(
        in.int32(), in.int32(), in.int64(), in.int32(), in.int64(), in.int8() != 0, in.int64());
  }

  static int checksum(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
