package dev.lockstep.chain;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What needs many megabytes at once stops the event loop while they are cleared. */
final class Allocations {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocations() {}

  /** The bytes that an action of this thread takes from the heap. */
  static long of(Runnable action) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    action.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
