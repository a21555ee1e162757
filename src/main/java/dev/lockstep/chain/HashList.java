package dev.lockstep.chain;

import java.util.Arrays;

/**
 * A list of hashes that only grows, 32 bytes each: the hashes of a chain of a million blocks need
 * 32 MB.
 *
 * <p>One thread adds. Any thread may read what was added before.
 */
public final class HashList {
  private static final int WORDS = 4;

  /**
   * Volatile, so that whoever reads a longer array also sees what was copied into it before. A hash
   * is written before {@link #size} counts it, and is never written again.
   */
  private volatile long[] words = new long[WORDS * 256];

  private volatile int size;

  public void add(Hash hash) {
    int at = size * WORDS;
    if (at == words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    var room = words;
    room[at] = hash.first();
    room[at + 1] = hash.second();
    room[at + 2] = hash.third();
    room[at + 3] = hash.fourth();
    size = at / WORDS + 1;
  }

  public long size() {
    return size;
  }

  /**
   * @throws IllegalArgumentException when there are not that many
   */
  public Hash get(long index) {
    // The size first: the array that is read after it has all that it counts.
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("no hash " + index + " in a list of " + size);
    }
    var read = words;
    int at = (int) index * WORDS;
    return new Hash(read[at], read[at + 1], read[at + 2], read[at + 3]);
  }
}
