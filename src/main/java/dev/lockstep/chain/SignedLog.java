package dev.lockstep.chain;

import java.util.List;
import java.util.Optional;

/**
 * Transfers that a member has executed and that are on no block, oldest first, with its signature
 * over them for one height (design B6).
 *
 * <p>Immutable, except that it remembers its root and the hashes below it: whoever needs the root
 * first computes them, a hash or two for each transfer. A node does so on a worker, when it signs a
 * log or checks its signature.
 */
public final class SignedLog {
  public static final SignedLog NONE = new SignedLog(List.of(), Optional.empty());

  /** No other statement that a member signs begins with it. */
  private static final String STATEMENT = "lockstep-log-signature-v1";

  private final List<Transfer> transfers;
  private final Optional<MemberSignature> signature;
  private HashArray leaves;
  private Hash root;

  private SignedLog(List<Transfer> transfers, Optional<MemberSignature> signature) {
    this.transfers = List.copyOf(transfers);
    this.signature = signature;
  }

  public static SignedLog unsigned(List<Transfer> transfers) {
    return new SignedLog(transfers, Optional.empty());
  }

  public SignedLog signed(MemberSignature by) {
    var signed = new SignedLog(transfers, Optional.of(by));
    signed.leaves = leaves;
    signed.root = root;
    return signed;
  }

  public List<Transfer> transfers() {
    return transfers;
  }

  /** Nobody has checked it unless somebody says so. */
  public Optional<MemberSignature> signature() {
    return signature;
  }

  public SignedLog withoutSignature() {
    return signature.isEmpty() ? this : unsigned(transfers);
  }

  /** The Merkle tree hash of the transfers (RFC 9162, section 2.1.1). */
  public Hash root() {
    if (root == null) {
      leaves = BlockBody.leaves(transfers);
      root = MerkleTree.root(leaves);
    }
    return root;
  }

  /**
   * The bytes that the member signs. They name the height, so that the log is worth nothing once
   * that height is decided.
   *
   * @param genesis the hash of the ledger's genesis
   * @param height that is to be decided
   */
  public byte[] statement(Hash genesis, long height) {
    return statement(genesis, height, transfers.size(), root());
  }

  static byte[] statement(Hash genesis, long height, int size, Hash root) {
    return new ByteWriter(STATEMENT.length() + 2 * Hash.BYTES + Long.BYTES + Integer.BYTES)
        .ascii(STATEMENT)
        .hash(genesis)
        .int64(height)
        .int32(size)
        .hash(root)
        .toByteArray();
  }

  /**
   * Proves that these transfers are the beginning of this log.
   *
   * @return nothing when they are not, or when the log is not signed
   */
  public Optional<LogProof> prove(List<Transfer> part) {
    int size = transfers.size();
    if (signature.isEmpty()
        || part.size() > size
        || !transfers.subList(0, part.size()).equals(part)) {
      return Optional.empty();
    }
    var path = part.size() == size ? List.<Hash>of() : path(part.size());
    return Optional.of(new LogProof(size, root(), path, signature.get()));
  }

  private List<Hash> path(int from) {
    root();
    var tree = new HashTree(index -> leaves.get((int) index));
    tree.growTo(leaves.size());
    return tree.consistency(from, leaves.size());
  }

  /** Equal when the transfers are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SignedLog that && that.transfers.equals(transfers);
  }

  @Override
  public int hashCode() {
    return transfers.hashCode();
  }

  @Override
  public String toString() {
    return transfers.size() + " transfers" + (signature.isPresent() ? ", signed" : "");
  }
}
