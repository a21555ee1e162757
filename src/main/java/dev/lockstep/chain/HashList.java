package dev.lockstep.chain;

import java.util.Arrays;

/** The hashes of a chain by height, 32 bytes each: a million blocks need 32 MB. */
final class HashList {
  private long[] words = new long[4 * 256];
  private int size;

  void add(Hash hash) {
    if (size * 4 == words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    int at = size++ * 4;
    words[at] = hash.first();
    words[at + 1] = hash.second();
    words[at + 2] = hash.third();
    words[at + 3] = hash.fourth();
  }

  long size() {
    return size;
  }

  Hash get(long height) {
    if (height < 0 || height >= size) {
      throw new IllegalArgumentException("no block " + height + " on a chain of " + size);
    }
    int at = (int) height * 4;
    return new Hash(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }
}
