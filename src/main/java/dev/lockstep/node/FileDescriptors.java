package dev.lockstep.node;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Checks that the process may open enough files, before a node fails in the middle of its work: a
 * new journal segment that cannot be opened stops it.
 */
final class FileDescriptors {
  /** A node without clients has about 100 open, most of them libraries. */
  static final long MIN = 256;

  private FileDescriptors() {}

  /**
   * @throws NodeException when the limit is too low
   */
  static void requireEnough() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      requireEnough(unix.getMaxFileDescriptorCount());
    }
  }

  static void requireEnough(long limit) {
    if (limit < MIN) {
      throw new NodeException(
          "This process may open only %d files, and a node needs at least %d; raise the limit with ulimit -n %d."
              .formatted(limit, MIN, 1024));
    }
  }
}
