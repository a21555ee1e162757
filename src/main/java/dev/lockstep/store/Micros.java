package dev.lockstep.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment as H2's table and {@link Salvage} have it: whole microseconds since 1970. The generated
 * tables use both functions to convert.
 */
public final class Micros {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  private Micros() {}

  public static long of(Instant moment) {
    return moment.getEpochSecond() * MICROS_PER_SECOND + moment.getNano() / NANOS_PER_MICRO;
  }

  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
