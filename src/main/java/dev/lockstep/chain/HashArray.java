package dev.lockstep.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Hashes one after another in one array: thousands of them without an object for each. */
final class HashArray {
  private static final VarHandle FIRST =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int size;

  HashArray(int expected) {
    bytes = new byte[Math.max(1, expected) * Hash.BYTES];
  }

  int size() {
    return size;
  }

  void add(Hash hash) {
    int at = place();
    System.arraycopy(hash.bytes(), 0, bytes, at, Hash.BYTES);
  }

  /** Adds the leaf hash of some bytes. */
  void addLeaf(Sha256 sha, byte[] from, int offset, int length) {
    int at = place();
    sha.leaf(from, offset, length, bytes, at);
  }

  /** To be asked before the array is looked at, which it may replace. */
  private int place() {
    int at = size * Hash.BYTES;
    if (at == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    size++;
    return at;
  }

  Hash get(int index) {
    return Hash.of(Arrays.copyOfRange(bytes, index * Hash.BYTES, (index + 1) * Hash.BYTES));
  }

  /** The first eight bytes of one. */
  long first(int index) {
    return (long) FIRST.get(bytes, index * Hash.BYTES);
  }

  /** Adds one of another array. */
  void addFrom(HashArray other, int index) {
    int at = place();
    System.arraycopy(other.bytes, index * Hash.BYTES, bytes, at, Hash.BYTES);
  }

  /** Without a copy: not to be changed, and valid until the next one is added. */
  byte[] array() {
    return bytes;
  }
}
