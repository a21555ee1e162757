package dev.lockstep.chain;

/**
 * The header of a block (design C1 and {@code docs/format.md}). The hash of the block is the hash
 * of these fields; the root binds the transfers to them.
 *
 * @param previous the hash of the block before
 * @param time Lamport time
 * @param root the Merkle tree hash of the transfers
 */
public record Header(
    long height, Hash previous, long time, String proposer, int transferCount, Hash root) {
  private static final String MAGIC = "lockstep-block-v1";

  /** An estimate of the encoded length that a header with a name of 32 characters stays below. */
  private static final int BYTES = 160;

  /** The header over a body. */
  static Header over(BlockBody body, long height, Hash previous, long time, String proposer) {
    return new Header(height, previous, time, proposer, body.transfers().size(), body.root());
  }

  /** The bytes that the hash of the block covers. */
  public byte[] encode() {
    return new ByteWriter(BYTES)
        .ascii(MAGIC)
        .int64(height)
        .hash(previous)
        .int64(time)
        .str(proposer)
        .int32(transferCount)
        .hash(root)
        .toByteArray();
  }

  /** The hash of the block. */
  public Hash hash() {
    return new Sha256().hash(encode());
  }

  /**
   * @throws MalformedException when no header follows, or when it claims more transfers than a
   *     block may hold or than the bytes after it have room for
   */
  static Header decode(ByteReader in) {
    var header = read(in);
    int count = header.transferCount;
    // Checked before anything is allocated: the count may be any number that a stranger wrote.
    if (count > Block.TRANSFERS_MAX || (long) count * Transfer.BYTES_MIN > in.remaining()) {
      throw new MalformedException(
          "block " + header.height + " claims to hold " + count + " transfers");
    }
    return header;
  }

  /**
   * Reads a header that stands alone.
   *
   * @throws MalformedException when the bytes are no header
   */
  public static Header decode(byte[] bytes) {
    var in = new ByteReader(bytes);
    var header = read(in);
    in.expectEnd();
    return header;
  }

  private static Header read(ByteReader in) {
    in.expectAscii(MAGIC);
    return new Header(in.int64(), in.hash(), in.int64(), in.str(), in.count(0), in.hash());
  }
}
