package dev.lockstep.ids;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): ordered by time, which suits an index. Safe for use
 * by any thread.
 */
public final class TimeOrderedIds {
  private static final int BATCH = 1 << 12;

  /** Random bytes that are drawn at once: to draw them costs more than all else here. */
  private static final int DRAWN_BYTES = 128 * Long.BYTES;

  private final SecureRandom random = new SecureRandom();
  private final ByteBuffer drawn = ByteBuffer.allocate(DRAWN_BYTES).limit(0);
  private long lastTick;

  /**
   * The first 48 bits are milliseconds, the next 12 count within one; when they run out, the
   * milliseconds go ahead of the clock, so that ids never go back.
   */
  public synchronized UUID next() {
    lastTick = Math.max(lastTick + 1, System.currentTimeMillis() * BATCH);
    long most = (lastTick / BATCH) << 16 | 0x7000 | (lastTick % BATCH);
    long least = (nextRandom() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(most, least);
  }

  private long nextRandom() {
    if (!drawn.hasRemaining()) {
      random.nextBytes(drawn.array());
      drawn.clear();
    }
    return drawn.getLong();
  }
}
