package dev.lockstep.chain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the number of an account, its index in genesis, by the bytes of its name. Immutable.
 *
 * <p>A table with open addressing: a look-up makes no object and costs a few nanoseconds.
 */
public final class AccountNumbers {
  private static final int NONE = -1;

  private final byte[][] names;

  /** The numbers, each at the hash of its name or after it; at most half of the places are used. */
  private final int[] table;

  public AccountNumbers(Genesis genesis) {
    names =
        genesis.accounts().stream()
            .map(account -> account.name().getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    table = new int[Integer.highestOneBit(Math.max(1, names.length)) * 4];
    Arrays.fill(table, NONE);
    for (int number = 0; number < names.length; number++) {
      int at = hash(names[number], 0, names[number].length);
      while (table[at] != NONE) {
        at = after(at);
      }
      table[at] = number;
    }
  }

  /** How many accounts there are. */
  public int count() {
    return names.length;
  }

  /**
   * @return the number of the account with the name in {@code bytes} from {@code start} to before
   *     {@code end}, below zero when there is none
   */
  int of(byte[] bytes, int start, int end) {
    int at = hash(bytes, start, end);
    while (table[at] != NONE) {
      var name = names[table[at]];
      if (Arrays.equals(name, 0, name.length, bytes, start, end)) {
        return table[at];
      }
      at = after(at);
    }
    return NONE;
  }

  private int after(int at) {
    return at + 1 & table.length - 1;
  }

  private int hash(byte[] bytes, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + bytes[i];
    }
    return (hash ^ hash >>> 16) & table.length - 1;
  }
}
