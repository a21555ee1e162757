package dev.lockstep.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A moment as H2's table and {@link Salvage} have it: whole microseconds since 1970. The generated
 * tables use both functions to convert.
 */
public final class Micros {
  private Micros() {}

  public static long of(Instant moment) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, moment);
  }

  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
