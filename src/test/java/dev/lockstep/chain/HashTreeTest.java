package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** RFC 9162, section 2.1, written down as it stands there, against the tree that is used. */
@DisplayName("The tree over the chain")
class HashTreeTest {
  private static final Sha256 SHA = new Sha256();

  private static List<Hash> leaves(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> MerkleTree.leaf(new byte[] {(byte) (i >> 16), (byte) (i >> 8), (byte) i}))
        .toList();
  }

  private static HashTree tree(List<Hash> leaves) {
    var tree = new HashTree(i -> leaves.get((int) i));
    tree.growTo(leaves.size());
    return tree;
  }

  private static int split(int n) {
    return Integer.highestOneBit(n - 1);
  }

  /** "PATH(m, D_n) = PATH(m, D[0:k]) : MTH(D[k:n]) for m < k" and so on (2.1.3.1). */
  private static List<Hash> path(int m, List<Hash> d) {
    if (d.size() == 1) {
      return List.of();
    }
    int k = split(d.size());
    var left = d.subList(0, k);
    var right = d.subList(k, d.size());
    return m < k
        ? and(path(m, left), MerkleTree.root(right))
        : and(path(m - k, right), MerkleTree.root(left));
  }

  /** "SUBPROOF(m, D_n, b)" (2.1.4.1). */
  private static List<Hash> subproof(int m, List<Hash> d, boolean b) {
    if (m == d.size()) {
      return b ? List.of() : List.of(MerkleTree.root(d));
    }
    int k = split(d.size());
    var left = d.subList(0, k);
    var right = d.subList(k, d.size());
    return m <= k
        ? and(subproof(m, left, b), MerkleTree.root(right))
        : and(subproof(m - k, right, false), MerkleTree.root(left));
  }

  private static List<Hash> and(List<Hash> path, Hash last) {
    List<Hash> longer = new ArrayList<>(path);
    longer.add(last);
    return longer;
  }

  @Test
  void roots_paths_and_proofs_are_those_of_the_rfc_for_all_small_trees() {
    var leaves = leaves(40);
    var tree = tree(leaves);
    for (int n = 0; n <= 40; n++) {
      var d = leaves.subList(0, n);
      assertEquals(MerkleTree.root(d), tree.root(n));
      for (int m = 0; m < n; m++) {
        assertEquals(path(m, d), tree.inclusion(m, n), m + " in " + n);
        if (m > 0) {
          assertEquals(subproof(m, d, true), tree.consistency(m, n), m + " to " + n);
        }
      }
      assertEquals(List.of(), tree.consistency(n, n));
    }
  }

  /** Runs of 256 leaves, and runs of 256 of these. */
  @Test
  void runs_change_nothing() {
    int most = 2 * 65_536 + 3 * 256 + 5;
    var leaves = leaves(most);
    var tree = tree(leaves);
    for (int n : new int[] {255, 256, 257, 511, 512, 513, 65_535, 65_537, most}) {
      var d = leaves.subList(0, n);
      assertEquals(MerkleTree.root(d), tree.root(n), "root of " + n);
      // What each of these is compared with takes time that grows with the tree.
      int[] some =
          n < 1_000 ? new int[] {1, 128, 254, 255, 256, 300, 511, n - 1} : new int[] {65_536};
      for (int m : some) {
        if (m < n) {
          assertEquals(path(m, d), tree.inclusion(m, n), m + " in " + n);
          assertEquals(subproof(m, d, true), tree.consistency(m, n), m + " to " + n);
        }
      }
    }
  }

  @Test
  void a_tree_that_grew_by_steps_is_the_same() {
    var leaves = leaves(70_000);
    var random = new Random(7);
    var tree = new HashTree(i -> leaves.get((int) i));
    long size = 0;
    while (size < leaves.size()) {
      size = Math.min(leaves.size(), size + random.nextInt(700));
      tree.growTo(size);
      assertEquals(size, tree.size());
    }
    assertEquals(MerkleTree.root(leaves), tree.root(leaves.size()));
    assertEquals(MerkleTree.root(leaves.subList(0, 66_000)), tree.root(66_000));
  }

  @Test
  void a_verifier_accepts_every_proof_and_nothing_else() {
    var leaves = leaves(20);
    var tree = tree(leaves);
    for (int n = 1; n <= 20; n++) {
      for (int m = 0; m < n; m++) {
        var path = tree.inclusion(m, n);
        assertTrue(TreeProof.includes(leaves.get(m), m, n, path, tree.root(n)));
        refuse(leaves.get(m), m, n, path, tree.root(n));
      }
      for (int m = 0; m <= n; m++) {
        var proof = tree.consistency(m, n);
        assertTrue(TreeProof.continues(m, tree.root(m), n, tree.root(n), proof), m + " " + n);
        refuse(m, tree.root(m), n, tree.root(n), proof);
      }
    }
  }

  /** Every single hash flipped, missing or doubled, every other place, and every other size. */
  private static void refuse(Hash leaf, int m, int n, List<Hash> path, Hash root) {
    var where = m + " in " + n;
    for (var wrong : wrong(path)) {
      assertFalse(TreeProof.includes(leaf, m, n, wrong, root), where);
    }
    assertFalse(TreeProof.includes(flipped(leaf), m, n, path, root), where);
    assertFalse(TreeProof.includes(leaf, m, n, path, flipped(root)), where);
    for (int other = -1; other <= n; other++) {
      if (other != m) {
        assertFalse(TreeProof.includes(leaf, other, n, path, root), where);
      }
    }
  }

  private static void refuse(int m, Hash from, int n, Hash to, List<Hash> path) {
    var where = m + " to " + n;
    for (var wrong : wrong(path)) {
      assertFalse(TreeProof.continues(m, from, n, to, wrong), where);
    }
    assertFalse(TreeProof.continues(m, flipped(from), n, to, path), where);
    // From an empty tree every other one follows.
    assertEquals(m == 0 && n > 0, TreeProof.continues(m, from, n, flipped(to), path), where);
    assertFalse(TreeProof.continues(n + 1, from, n, to, path), where);
    assertFalse(TreeProof.continues(-1, from, n, to, path), where);
  }

  private static List<List<Hash>> wrong(List<Hash> path) {
    List<List<Hash>> wrong = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      List<Hash> changed = new ArrayList<>(path);
      changed.set(i, flipped(path.get(i)));
      wrong.add(changed);
      List<Hash> shorter = new ArrayList<>(path);
      shorter.remove(i);
      wrong.add(shorter);
      List<Hash> longer = new ArrayList<>(path);
      longer.add(i, path.get(i));
      wrong.add(longer);
    }
    wrong.add(and(path, Hash.ZERO));
    return wrong;
  }

  private static Hash flipped(Hash hash) {
    return new Hash(hash.first(), hash.second(), hash.third(), hash.fourth() ^ 1);
  }

  /** The tree of seven leaves that RFC 9162 draws in 2.1.5, and the proofs that it lists. */
  @Test
  void the_example_of_the_rfc() {
    var d = leaves(7);
    var tree = tree(d);
    var g = SHA.node(d.get(0), d.get(1));
    var h = SHA.node(d.get(2), d.get(3));
    var i = SHA.node(d.get(4), d.get(5));
    var k = SHA.node(g, h);
    var l = SHA.node(i, d.get(6));
    var root = SHA.node(k, l);
    assertEquals(root, tree.root(7));
    assertEquals(List.of(d.get(1), h, l), tree.inclusion(0, 7));
    assertEquals(List.of(d.get(2), g, l), tree.inclusion(3, 7));
    assertEquals(List.of(d.get(5), d.get(6), k), tree.inclusion(4, 7));
    assertEquals(List.of(i, k), tree.inclusion(6, 7));
    assertEquals(List.of(d.get(2), d.get(3), g, l), tree.consistency(3, 7));
    assertEquals(List.of(l), tree.consistency(4, 7));
    assertEquals(List.of(i, d.get(6), k), tree.consistency(6, 7));
  }

  /** The well-known inputs of the reference implementation of Certificate Transparency. */
  @Test
  void the_vectors_of_certificate_transparency() {
    var inputs =
        List.of(
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f");
    var roots =
        List.of(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    var tree =
        tree(inputs.stream().map(hex -> MerkleTree.leaf(HexFormat.of().parseHex(hex))).toList());
    for (int n = 0; n <= inputs.size(); n++) {
      assertEquals(roots.get(n), tree.root(n).toString());
    }
  }

  @Test
  void what_is_not_there_is_not_proved() {
    var tree = tree(leaves(5));
    assertThrows(IllegalArgumentException.class, () -> tree.root(6));
    assertThrows(IllegalArgumentException.class, () -> tree.root(-1));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(5, 5));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> tree.inclusion(0, 6));
    assertThrows(IllegalArgumentException.class, () -> tree.consistency(3, 2));
    assertThrows(IllegalArgumentException.class, () -> tree.consistency(3, 6));
  }
}
