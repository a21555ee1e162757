package dev.lockstep.console;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Time-ordered ids (RFC 9562, section 5.7): milliseconds first, the rest random. Databases keep
 * them better than random ones.
 */
public final class UuidV7 {
  private static final SecureRandom RANDOM = new SecureRandom();

  private UuidV7() {}

  public static UUID next() {
    long most = System.currentTimeMillis() << 16 | 0x7000 | RANDOM.nextInt(1 << 12);
    long least = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }
}
