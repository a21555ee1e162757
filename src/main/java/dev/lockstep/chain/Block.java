package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;

/**
 * One link of the chain: its header, the transfers it holds, and its bytes (design C1 and {@code
 * docs/format.md}).
 *
 * <p>Immutable. The bytes are made once, for the journal and for all peers.
 */
public final class Block {
  /** No configuration allows more; a position therefore fits 13 bits. */
  public static final int TRANSFERS_MAX = 8192;

  private static final String MAGIC = "lockstep-block-v1";

  private final long height;
  private final Hash previous;
  private final long time;
  private final String proposer;
  private final Hash root;
  private final Hash hash;
  private final List<Transfer> transfers;
  private final long[] fingerprints;
  private final byte[] bytes;

  private Block(
      long height,
      Hash previous,
      long time,
      String proposer,
      List<Transfer> transfers,
      List<Hash> leaves,
      byte[] body,
      int bodyOffset) {
    this.height = height;
    this.previous = previous;
    this.time = time;
    this.proposer = proposer;
    this.transfers = transfers;
    this.root = MerkleTree.root(leaves);
    this.fingerprints = leaves.stream().mapToLong(Hash::first).toArray();
    var header = header(height, previous, time, proposer, transfers.size(), root);
    this.hash = new Sha256().hash(header);
    this.bytes = new byte[header.length + body.length - bodyOffset];
    System.arraycopy(header, 0, bytes, 0, header.length);
    System.arraycopy(body, bodyOffset, bytes, header.length, body.length - bodyOffset);
  }

  /**
   * Makes a block; its root and hash follow from what is given.
   *
   * @param time Lamport time
   * @throws IllegalArgumentException when it would hold more than {@link #TRANSFERS_MAX}
   */
  public static Block of(
      long height, Hash previous, long time, String proposer, List<Transfer> transfers) {
    if (transfers.size() > TRANSFERS_MAX) {
      throw new IllegalArgumentException("a block of " + transfers.size() + " transfers");
    }
    var body = new BlockBody(transfers.size());
    transfers.forEach(body::add);
    return of(height, previous, time, proposer, body);
  }

  static Block of(long height, Hash previous, long time, String proposer, BlockBody body) {
    return new Block(
        height, previous, time, proposer, body.transfers(), body.leaves(), body.bytes(), 0);
  }

  /**
   * Reads a block from its bytes.
   *
   * @throws MalformedException when they are no block, or the root is not that of the transfers
   */
  public static Block decode(byte[] bytes) {
    var in = new ByteReader(bytes);
    in.expectAscii(MAGIC);
    long height = in.int64();
    var previous = in.hash();
    long time = in.int64();
    var proposer = in.str();
    int count = in.count(0);
    var root = in.hash();
    if (count > TRANSFERS_MAX || (long) count * Transfer.BYTES_MIN > in.remaining()) {
      throw new MalformedException("block " + height + " claims to hold " + count + " transfers");
    }
    int bodyOffset = in.position();
    var sha = new Sha256();
    List<Transfer> transfers = new ArrayList<>(count);
    List<Hash> leaves = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int start = in.position();
      transfers.add(Transfer.decode(in));
      leaves.add(sha.leaf(bytes, start, in.position() - start));
    }
    in.expectEnd();
    var block =
        new Block(
            height, previous, time, proposer, List.copyOf(transfers), leaves, bytes, bodyOffset);
    if (!block.root.equals(root)) {
      throw new MalformedException(
          "block " + height + " says its root is " + root + ", its transfers give " + block.root);
    }
    return block;
  }

  private static byte[] header(
      long height, Hash previous, long time, String proposer, int count, Hash root) {
    return new ByteWriter(160)
        .ascii(MAGIC)
        .int64(height)
        .hash(previous)
        .int64(time)
        .str(proposer)
        .int32(count)
        .hash(root)
        .toByteArray();
  }

  public long height() {
    return height;
  }

  /** The hash of the block before. */
  public Hash previous() {
    return previous;
  }

  /** Lamport time. */
  public long time() {
    return time;
  }

  public String proposer() {
    return proposer;
  }

  /** The Merkle tree hash of the transfers. */
  public Hash root() {
    return root;
  }

  public Hash hash() {
    return hash;
  }

  public List<Transfer> transfers() {
    return transfers;
  }

  /**
   * The first eight bytes of a transfer's leaf hash: tells whether an id came with other content.
   */
  long fingerprint(int position) {
    return fingerprints[position];
  }

  /** Header and transfers, as they are journalled and sent. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Block block && block.hash.equals(hash);
  }

  @Override
  public int hashCode() {
    return hash.hashCode();
  }

  @Override
  public String toString() {
    return "block "
        + height
        + " "
        + hash.abbreviated()
        + " by "
        + proposer
        + " with "
        + transfers.size();
  }
}
