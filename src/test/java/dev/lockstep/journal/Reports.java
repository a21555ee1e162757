package dev.lockstep.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;

/** Collects what a journal reports, and lets a test wait for it. */
final class Reports implements Journal.Completion {
  private final List<Long> durable = new ArrayList<>();
  private final List<DataException> failed = new ArrayList<>();
  private final Semaphore all = new Semaphore(0);

  @Override
  public synchronized void durable(long position) {
    durable.add(position);
    all.release();
  }

  @Override
  public synchronized void failed(DataException reason) {
    failed.add(reason);
    all.release();
  }

  /** Waits for this many more reports. */
  Reports await(int reports) {
    Awaitility.await(reports + " more reports of the journal")
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> all.tryAcquire(reports));
    return this;
  }

  synchronized List<Long> positions() {
    return List.copyOf(durable);
  }

  synchronized List<DataException> failures() {
    return List.copyOf(failed);
  }
}
