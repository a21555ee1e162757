package dev.lockstep.cli.submit;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Hash;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The ids of a run: a UUID of version 8 (RFC 9562, section 5.8) made from the ledger's genesis, the
 * name of the run, the content of the transfer, and how often the same content stood before it.
 *
 * <p>So a second run under the same name gives each transfer the id that it had, also when lines
 * were added, removed or moved in between, and the ledger answers what was paid with its first
 * outcome. Two equal lines have two ids. The place in the file is no part of an id, because an
 * inserted line would move all that follow.
 *
 * <p>Not safe for use by two threads. Takes some 80 bytes of memory for each different transfer.
 */
final class RunIds {
  private static final String LABEL = "lockstep-submit-v1";
  private static final int RUN_BYTES = 4;

  private final MessageDigest sha256 = Digests.sha256();
  private final byte[] run;
  private final Map<Long, Integer> seen = new HashMap<>();

  RunIds(Hash genesis, String run) {
    this.run = sha256.digest(new ByteWriter(96).ascii(LABEL).hash(genesis).str(run).toByteArray());
  }

  /**
   * The id of the next transfer of the file.
   *
   * @param triplet well formed, as the reader of the file has checked
   */
  UUID next(ParsedLine.Triplet triplet) {
    var content = sha256.digest(bytes(triplet));
    int earlier = seen.merge(ByteBuffer.wrap(content).getLong(), 1, Integer::sum) - 1;
    sha256.update(run);
    sha256.update(content);
    return uuid(sha256.digest(new ByteWriter(4).int32(earlier).toByteArray()));
  }

  private static byte[] bytes(ParsedLine.Triplet triplet) {
    return new ByteWriter(64)
        .str(triplet.from())
        .str(triplet.to())
        .int64(Amount.parse(triplet.amount()).orElseThrow())
        .str(triplet.memo())
        .toByteArray();
  }

  /** The ids of a run begin alike, so that they are neighbours in the index of the database. */
  private UUID uuid(byte[] hash) {
    System.arraycopy(run, 0, hash, 0, RUN_BYTES);
    var bits = ByteBuffer.wrap(hash);
    long high = bits.getLong() & ~0xF000L | 0x8000L;
    long low = bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
