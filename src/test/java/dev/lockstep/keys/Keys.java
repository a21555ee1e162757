package dev.lockstep.keys;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Keys of members by their names, for tests: the same ones in every run. */
public final class Keys {
  private Keys() {}

  /**
   * @param name at most 32 bytes
   */
  public static MemberKey of(String name) {
    return MemberKey.ofSeed(
        Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), MemberKey.SEED_BYTES));
  }
}
