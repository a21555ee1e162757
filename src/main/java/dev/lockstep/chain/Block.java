package dev.lockstep.chain;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A block of the chain: its header, its transfers, and the bytes of both (design C1 and {@code
 * docs/format.md}). What members have signed about it travels along, and is no part of it.
 *
 * <p>Immutable. The bytes are made once, for the journal and for all peers.
 */
public final class Block {
  /** No configuration allows more, so a position fits in 13 bits. */
  public static final int TRANSFERS_MAX = 8192;

  /** No other statement that a member signs begins with it. */
  private static final String STATEMENT = "lockstep-block-signature-v1";

  private final Header header;
  private final Hash hash;
  private final List<Transfer> transfers;
  private final HashArray leaves;
  private final byte[] bytes;
  private final Attestation attestation;

  private Block(Header header, BlockBody body) {
    var encoded = header.encode();
    this.header = header;
    this.hash = new Sha256().hash(encoded);
    this.transfers = body.transfers();
    this.leaves = body.leaves();
    this.bytes = body.after(encoded);
    this.attestation = Attestation.NONE;
  }

  private Block(Block block, Attestation attestation) {
    this.header = block.header;
    this.hash = block.hash;
    this.transfers = block.transfers;
    this.leaves = block.leaves;
    this.bytes = block.bytes;
    this.attestation = attestation;
  }

  /**
   * A block as the ledger builds it. The hash covers the header alone, so the ledger knows its new
   * head before the proposer signs it.
   */
  public record Unsigned(Header header, BlockBody body) {
    public Block block() {
      return new Block(header, body);
    }
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
    var body = BlockBody.of(transfers);
    return new Block(Header.over(body, height, previous, time, proposer), body);
  }

  /**
   * Reads a block from its bytes.
   *
   * @throws MalformedException when they are no block, or the root is not that of the transfers
   */
  public static Block decode(byte[] bytes) {
    var in = new ByteReader(bytes);
    var header = Header.decode(in);
    var body = BlockBody.decode(bytes, in, header.transferCount());
    if (!body.root().equals(header.root())) {
      throw new MalformedException(
          "block "
              + header.height()
              + " says its root is "
              + header.root()
              + ", its transfers give "
              + body.root());
    }
    return new Block(header, body);
  }

  public Header header() {
    return header;
  }

  public Hash hash() {
    return hash;
  }

  public List<Transfer> transfers() {
    return transfers;
  }

  public long height() {
    return header.height();
  }

  /** The hash of the block before. */
  public Hash previous() {
    return header.previous();
  }

  /** Lamport time. */
  public long time() {
    return header.time();
  }

  public String proposer() {
    return header.proposer();
  }

  /**
   * The first eight bytes of a transfer's leaf hash: tells whether an id came with other content.
   */
  long fingerprint(int position) {
    return leaves.first(position);
  }

  /** The leaf hashes of some of the transfers, in their order. */
  HashArray leaves(Predicate<Transfer> of) {
    var positions =
        IntStream.range(0, transfers.size()).filter(i -> of.test(transfers.get(i))).toArray();
    var some = new HashArray(positions.length);
    for (int position : positions) {
      some.addFrom(leaves, position);
    }
    return some;
  }

  /** What members have signed about it, as far as it has come along. Nobody has checked it yet. */
  public Attestation attestation() {
    return attestation;
  }

  /** The same block with this attestation instead. */
  public Block with(Attestation other) {
    return new Block(this, other);
  }

  /** The same block with the signature of this member too. */
  public Block signed(String member, MemberSignature by) {
    return new Block(this, attestation.and(member, by));
  }

  /** The signature of its proposer, where it has come with one. */
  public Optional<MemberSignature> signature() {
    return attestation.signatureOf(proposer());
  }

  /** The bytes that a member signs. */
  public byte[] statement() {
    return statement(hash);
  }

  /** The bytes that a member signs when it signs the block with this hash. */
  public static byte[] statement(Hash hash) {
    return new ByteWriter(STATEMENT.length() + Hash.BYTES)
        .ascii(STATEMENT)
        .hash(hash)
        .toByteArray();
  }

  /** Header and transfers, as they are journalled and sent. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Equal when the hashes are: the header binds the transfers by their root. */
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
        + height()
        + " "
        + hash.abbreviated()
        + " by "
        + proposer()
        + " with "
        + transfers.size();
  }
}
