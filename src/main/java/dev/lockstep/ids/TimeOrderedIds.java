package dev.lockstep.ids;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): ordered by time, which suits an index. Safe for use
 * by any thread.
 */
public final class TimeOrderedIds {
  private static final int BATCH = 1 << 12;

  private final SecureRandom random = new SecureRandom();
  private long lastTick;

  /**
   * The first 48 bits are milliseconds, the next 12 count within one; when they run out, the
   * milliseconds go ahead of the clock, so that ids never go back.
   */
  public synchronized UUID next() {
    lastTick = Math.max(lastTick + 1, System.currentTimeMillis() * BATCH);
    long most = (lastTick / BATCH) << 16 | 0x7000 | (lastTick % BATCH);
    long least = (random.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }
}
