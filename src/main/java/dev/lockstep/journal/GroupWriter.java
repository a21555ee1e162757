package dev.lockstep.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's thread: takes everything that waits, writes it, forces it to the disk once for all
 * of it (group commit), and only then reports it (design D2).
 *
 * <p>After one failed write or sync it writes nothing more (design D3): what the disk holds is then
 * unknown, and a second sync that succeeds would prove nothing.
 */
final class GroupWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  private final Path directory;
  private final SegmentWriter writer;
  private final AppendQueue queue;

  /** The records that are being written; used by the journal's thread only. */
  private List<AppendQueue.Entry> group = List.of();

  private volatile long durableEnd;
  private volatile DataException failure;

  GroupWriter(Path directory, SegmentWriter writer, AppendQueue queue) {
    this.directory = directory;
    this.writer = writer;
    this.queue = queue;
    this.durableEnd = writer.position();
  }

  /** The position right after the last record that is known to be durable. */
  long durableEnd() {
    return durableEnd;
  }

  /** Why nothing more is taken. */
  DataException closed() {
    var reason = failure;
    return reason != null
        ? reason
        : new DataException(
            DataException.Kind.CLOSED, "The journal in " + directory + " is closed.");
  }

  @Override
  public void run() {
    try {
      for (group = queue.take(); !group.isEmpty(); group = queue.take()) {
        write();
      }
    } catch (Throwable e) {
      fail(e);
      giveUp();
    }
    try {
      if (failure == null) {
        writer.sync();
      }
      writer.close();
    } catch (IOException | RuntimeException e) {
      LOG.error("The journal in {} could not be closed: {}.", directory, Problems.reason(e));
    }
  }

  private void write() {
    var positions = new long[group.size()];
    boolean isDurable = false;
    if (failure == null) {
      try {
        for (int i = 0; i < positions.length; i++) {
          positions[i] = writer.append(group.get(i).type(), group.get(i).body());
        }
        long end = writer.position();
        writer.sync();
        // Only here: a record is reported as durable after the sync that covers it, never before.
        isDurable = true;
        durableEnd = end;
        writer.confirm();
      } catch (Throwable e) {
        fail(e);
      }
    }
    queue.release(group);
    for (int i = 0; i < positions.length; i++) {
      report(group.get(i).completion(), positions[i], isDurable);
    }
  }

  private void report(Journal.Completion completion, long position, boolean isDurable) {
    try {
      if (isDurable) {
        completion.durable(position);
      } else {
        completion.failed(failure);
      }
    } catch (Throwable e) {
      // The record is as durable as before, and the others are reported. But one completion has not
      // done its work, so nothing more is written.
      fail(e);
    }
  }

  /** After an error of the loop itself: no caller may wait for this thread any more. */
  private void giveUp() {
    List<AppendQueue.Entry> unreported = new ArrayList<>(group);
    unreported.addAll(queue.closeAndDrain());
    unreported.forEach(entry -> entry.completion().failed(failure));
  }

  private void fail(Throwable reason) {
    if (failure != null) {
      return;
    }
    failure =
        new DataException(
            DataException.Kind.DISK,
            "The journal in "
                + directory
                + " could not be written and takes nothing more: "
                + Problems.reason(reason)
                + ".",
            reason);
    LOG.error(failure.getMessage(), reason);
  }
}
