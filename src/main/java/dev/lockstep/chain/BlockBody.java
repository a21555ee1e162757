package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The transfers of a block, with their bytes and what the header says about them. Immutable; each
 * transfer was encoded and hashed once.
 */
public final class BlockBody {
  private final List<Transfer> transfers;
  private final HashArray leaves;
  private final Hash root;
  private final byte[] bytes;
  private final int offset;

  /**
   * @param offset where the transfers begin in {@code bytes}, which end with the last of them
   */
  private BlockBody(List<Transfer> transfers, HashArray leaves, byte[] bytes, int offset) {
    this.transfers = List.copyOf(transfers);
    this.leaves = leaves;
    this.root = MerkleTree.root(leaves);
    this.bytes = bytes;
    this.offset = offset;
  }

  static BlockBody of(List<Transfer> transfers) {
    var body = new Builder(transfers.size());
    transfers.forEach(body::add);
    return body.build();
  }

  /** The leaf hashes of transfers: {@code HASH(0x00 || transfer)} (RFC 9162, section 2.1.1). */
  static HashArray leaves(List<Transfer> transfers) {
    var sha = new Sha256();
    var leaves = new HashArray(transfers.size());
    var bytes = new ByteWriter(256);
    for (var transfer : transfers) {
      bytes.truncate(0);
      transfer.encode(bytes);
      leaves.addLeaf(sha, bytes.array(), 0, bytes.size());
    }
    return leaves;
  }

  /**
   * Reads transfers up to the end of the bytes.
   *
   * @param bytes which {@code in} reads, and which must not be changed while the body is in use
   * @throws MalformedException when anything but {@code count} transfers follows
   */
  static BlockBody decode(byte[] bytes, ByteReader in, int count) {
    int offset = in.position();
    var sha = new Sha256();
    List<Transfer> transfers = new ArrayList<>(count);
    var leaves = new HashArray(count);
    for (int i = 0; i < count; i++) {
      int start = in.position();
      transfers.add(Transfer.decode(in));
      leaves.addLeaf(sha, bytes, start, in.position() - start);
    }
    in.expectEnd();
    return new BlockBody(transfers, leaves, bytes, offset);
  }

  public List<Transfer> transfers() {
    return transfers;
  }

  /** The Merkle tree hash of the transfers. */
  public Hash root() {
    return root;
  }

  /** The leaf hash of each transfer, in their order. Not to be changed. */
  HashArray leaves() {
    return leaves;
  }

  /** The bytes of a block: a header and these transfers. */
  byte[] after(byte[] header) {
    if (Arrays.equals(bytes, 0, offset, header, 0, header.length)) {
      // They were read behind this very header.
      return bytes;
    }
    int length = bytes.length - offset;
    var whole = new byte[header.length + length];
    System.arraycopy(header, 0, whole, 0, header.length);
    System.arraycopy(bytes, offset, whole, header.length, length);
    return whole;
  }

  /** Collects the transfers of a body, one after another. */
  static final class Builder {
    private final ByteWriter bytes;
    private final Sha256 sha = new Sha256();
    private final List<Transfer> transfers = new ArrayList<>();
    private final HashArray leaves;

    Builder(int expectedTransfers) {
      bytes = new ByteWriter(64 * expectedTransfers);
      leaves = new HashArray(expectedTransfers);
    }

    /**
     * @return the first eight bytes of the transfer's leaf hash
     */
    long add(Transfer transfer) {
      int start = bytes.size();
      transfer.encode(bytes);
      leaves.addLeaf(sha, bytes.array(), start, bytes.size() - start);
      transfers.add(transfer);
      return leaves.first(leaves.size() - 1);
    }

    int size() {
      return transfers.size();
    }

    BlockBody build() {
      return new BlockBody(transfers, leaves, bytes.toByteArray(), 0);
    }
  }
}
