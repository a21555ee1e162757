package dev.lockstep.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** The time in which answers count, and those that came in it. Safe for use by any thread. */
final class Window {
  /** In microseconds: what takes longer counts as this long. */
  private static final long LONGEST = TimeUnit.MINUTES.toMicros(2);

  private static final int DIGITS = 3;

  private final long begin;
  private final long end;
  private final Histogram answers = new ConcurrentHistogram(LONGEST, DIGITS);

  /**
   * @param warmUp nanoseconds from now on in which answers do not count
   * @param time nanoseconds in which they do
   */
  Window(long warmUp, long time) {
    begin = System.nanoTime() + warmUp;
    end = begin + time;
  }

  boolean isOver() {
    return System.nanoTime() - end >= 0;
  }

  /** Sleeps until answers count. */
  void awaitBegin() {
    sleepUntil(begin);
  }

  /** Sleeps until no more answers count. */
  void awaitEnd() {
    sleepUntil(end);
  }

  private static void sleepUntil(long moment) {
    try {
      long left = moment - System.nanoTime();
      if (left > 0) {
        TimeUnit.NANOSECONDS.sleep(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("The bench was interrupted.", e);
    }
  }

  /** An answer has come, to what was asked then. */
  void answered(long asked) {
    long now = System.nanoTime();
    if (now - begin >= 0 && now - end < 0) {
      long micros = TimeUnit.NANOSECONDS.toMicros(now - asked);
      answers.recordValue(Math.min(micros, LONGEST));
    }
  }

  /** The same for answers that were counted elsewhere. */
  void answered(Histogram elsewhere) {
    answers.add(elsewhere);
  }

  /** From now until answers count. */
  long nanosUntilBegin() {
    return Math.max(0, begin - System.nanoTime());
  }

  long nanos() {
    return end - begin;
  }

  double seconds() {
    return nanos() / 1e9;
  }

  Histogram answers() {
    return answers;
  }
}
