package dev.lockstep.cli.submit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Whether the person has asked to stop. Safe for use by many threads. */
final class Interruption {
  private final CountDownLatch asked = new CountDownLatch(1);

  void ask() {
    asked.countDown();
  }

  boolean isAsked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits, at most until the person asks to stop.
   *
   * @return whether that has happened
   */
  boolean await(long millis) throws InterruptedException {
    return asked.await(millis, TimeUnit.MILLISECONDS);
  }
}
