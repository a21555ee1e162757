package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 9162, section 2.1.1, written down as it stands there, against the one that is used. */
@DisplayName("The Merkle tree")
class MerkleTreeTest {
  /** "MTH({}) = HASH(), MTH({d[0]}) = HASH(0x00 || d[0])", and so on. */
  private static byte[] treeHash(List<byte[]> entries) throws Exception {
    int n = entries.size();
    if (n == 0) {
      return sha256();
    }
    if (n == 1) {
      return sha256(new byte[] {0}, entries.getFirst());
    }
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return sha256(new byte[] {1}, treeHash(entries.subList(0, k)), treeHash(entries.subList(k, n)));
  }

  private static byte[] sha256(byte[]... parts) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    for (var part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  @Test
  void the_root_is_that_of_the_rfc_for_every_number_of_leaves() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int n = 0; n <= 40; n++) {
      var leaves = entries.stream().map(MerkleTree::leaf).toList();
      assertArrayEquals(treeHash(entries), MerkleTree.root(leaves).bytes(), n + " leaves");
      entries.add(("entry " + n).getBytes());
    }
  }

  @Test
  void a_full_block_has_the_root_of_the_rfc() throws Exception {
    List<byte[]> entries = new ArrayList<>();
    for (int i = 0; i < Block.TRANSFERS_MAX; i++) {
      entries.add(new byte[] {(byte) (i >> 8), (byte) i});
    }
    assertArrayEquals(
        treeHash(entries),
        MerkleTree.root(entries.stream().map(MerkleTree::leaf).toList()).bytes());
  }

  @Test
  void order_counts() {
    var one = MerkleTree.leaf(new byte[] {1});
    var two = MerkleTree.leaf(new byte[] {2});
    assertNotEquals(MerkleTree.root(List.of(one, two)), MerkleTree.root(List.of(two, one)));
  }

  @Test
  void an_entry_that_looks_like_an_inner_node_is_no_inner_node() {
    var one = MerkleTree.leaf(new byte[] {1});
    var two = MerkleTree.leaf(new byte[] {2});
    var disguised = new ByteWriter(64).hash(one).hash(two).toByteArray();

    assertNotEquals(
        MerkleTree.root(List.of(one, two)), MerkleTree.root(List.of(MerkleTree.leaf(disguised))));
  }

  @Test
  void a_doubled_last_leaf_changes_the_root() {
    var leaves = List.of(MerkleTree.leaf(new byte[] {1}), MerkleTree.leaf(new byte[] {2}));
    var three = List.of(leaves.get(0), leaves.get(1), leaves.get(1));
    var four = List.of(leaves.get(0), leaves.get(1), leaves.get(1), leaves.get(1));
    assertNotEquals(MerkleTree.root(three), MerkleTree.root(four));
  }

  @Test
  void a_hash_reads_back_from_its_digits_and_its_bytes() {
    var hash = MerkleTree.leaf(new byte[] {1});
    assertEquals(hash, Hash.parse(hash.toString()));
    assertEquals(hash, Hash.of(hash.bytes()));
    assertEquals(hash.toString().substring(0, 8), hash.abbreviated());
  }
}
