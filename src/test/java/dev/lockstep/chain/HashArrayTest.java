package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An array of hashes")
class HashArrayTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 300})
  void holds_what_was_added_whatever_was_expected(int expected) {
    var sha = new Sha256();
    var array = new HashArray(expected);
    var hashes =
        IntStream.range(0, 300).mapToObj(i -> MerkleTree.leaf(new byte[] {(byte) i, 1})).toList();
    for (int i = 0; i < 300; i++) {
      if (i % 2 == 0) {
        array.add(hashes.get(i));
      } else {
        array.addLeaf(sha, new byte[] {9, (byte) i, 1, 9}, 1, 2);
      }
    }
    assertEquals(hashes, IntStream.range(0, 300).mapToObj(array::get).toList());
    assertArrayEquals(
        hashes.stream().mapToLong(Hash::first).toArray(),
        IntStream.range(0, 300).mapToLong(array::first).toArray());
    var odd = new HashArray(expected);
    IntStream.range(0, 150).forEach(i -> odd.addFrom(array, 2 * i + 1));
    assertEquals(array.get(299), odd.get(149));
    assertEquals(MerkleTree.root(hashes), MerkleTree.root(array));
  }
}
