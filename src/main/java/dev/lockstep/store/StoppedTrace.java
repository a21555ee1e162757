package dev.lockstep.store;

import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The events that a member which is not running has left on its disk. Only reads. */
public final class StoppedTrace {
  private StoppedTrace() {}

  /**
   * The newest events, ascending. What a kill has torn is left out.
   *
   * @param memberDirectory {@code DIR/NAME}
   * @param from the lowest number that is wanted
   * @param last how many of them at most
   * @return none when the member has left none there
   * @throws DataException when the node is running, or the disk does not allow it
   */
  public static List<TracedEvent> newest(Path memberDirectory, long from, int last) {
    if (DataDirectory.isInUse(memberDirectory)) {
      throw new DataException(
          DataException.Kind.LOCKED,
          "The data directory " + memberDirectory + " is in use by a process that runs.");
    }
    var tail = tail(memberDirectory, from);
    if (tail.size() >= last) {
      return tail.subList(tail.size() - last, tail.size());
    }
    return newest(memberDirectory, from, last, tail);
  }

  /**
   * Its last moments: what it has written beside H2, about 20,000 events or more. The member may
   * run, and its file is read as it is; it is not disturbed.
   *
   * @param from the lowest number that is wanted
   * @param last how many of them at most
   * @return ascending; none when the member has left none there
   * @throws DataException when the directory belongs to another member, or the disk does not allow
   *     it
   */
  public static List<TracedEvent> lastMoments(
      Path memberDirectory, String member, long from, int last) {
    DataDirectory.requireOwner(memberDirectory, member);
    // Somebody who watches asks again every few seconds.
    if (new TraceTail(memberDirectory).endsBefore(from)) {
      return List.of();
    }
    var events = tail(memberDirectory, from);
    return events.subList(Math.max(0, events.size() - last), events.size());
  }

  private static List<TracedEvent> tail(Path memberDirectory, long from) {
    return new TraceTail(memberDirectory)
        .read().stream().filter(event -> event.number() >= from).toList();
  }

  /** Those in H2, and then those that have come behind them. */
  private static List<TracedEvent> newest(
      Path memberDirectory, long from, int last, List<TracedEvent> tail) {
    var stored = inStore(memberDirectory, from, last);
    long newest = stored.isEmpty() ? 0 : stored.getLast().number();
    List<TracedEvent> all = new ArrayList<>(stored);
    tail.stream().filter(event -> event.number() > newest).forEach(all::add);
    return all.subList(Math.max(0, all.size() - last), all.size());
  }

  private static List<TracedEvent> inStore(Path memberDirectory, long from, int last) {
    var file = StoreFile.of(DataDirectory.storeOf(memberDirectory));
    if (!Files.exists(file)) {
      return List.of();
    }
    // H2 writes to every file that it opens, and this one must stay as it is.
    try (var copy = StoreCopy.of(file)) {
      return Salvage.newest(copy.path(), from, last);
    } catch (IOException e) {
      throw new DataException(
          DataException.Kind.DISK, file + " cannot be copied: " + e.getMessage() + ".", e);
    }
  }
}
