package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Proves that the transfers of one member on a block are the beginning of a local log that the
 * member has signed (design B6). So the member has executed them, in this order. Immutable.
 *
 * @param size the number of transfers in the log that was signed
 * @param root of the Merkle tree over these transfers
 * @param path the consistency proof from the part on the block to the log (RFC 9162, section
 *     2.1.4); empty when the whole log is on the block
 * @param signature of the member; see {@link SignedLog#statement}
 */
public record LogProof(int size, Hash root, List<Hash> path, MemberSignature signature) {
  public LogProof {
    path = List.copyOf(path);
  }

  /**
   * Whether some transfers of a block are the beginning of the log. Computes a hash for each of
   * them, so it is not for an event loop. The signature is another question.
   */
  public boolean begins(Block block, Predicate<Transfer> part) {
    var leaves = block.leaves(part);
    return TreeProof.continues(leaves.size(), MerkleTree.root(leaves), size, root, path);
  }

  /** The bytes that the member has signed; see {@link SignedLog#statement}. */
  public byte[] statement(Hash genesis, long height) {
    return SignedLog.statement(genesis, height, size, root);
  }

  int estimate() {
    return 160 + Hash.BYTES * path.size();
  }

  void encode(ByteWriter out) {
    out.int32(size).hash(root).int32(path.size());
    path.forEach(out::hash);
    out.bytes(signature.bytes());
  }

  static LogProof decode(ByteReader in) {
    int size = in.int32();
    if (size < 1) {
      throw new MalformedException("a log of " + size + " transfers");
    }
    var root = in.hash();
    int count = in.count(Hash.BYTES);
    List<Hash> path = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      path.add(in.hash());
    }
    return new LogProof(size, root, path, MemberSignature.of(in.bytes(MemberSignature.BYTES)));
  }
}
