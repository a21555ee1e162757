package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Decodes the records of a journal, and so hashes its blocks, on all processors, ahead of whoever
 * takes them in one by one. Used by one thread.
 */
final class ReadAhead {
  /** Of the records that are decoded in one go. */
  private static final int GROUP_BYTES = 256 << 10;

  /** Groups that may wait: enough work for all processors, and a bound for the memory. */
  private static final int GROUPS_MAX = 2 + 2 * Runtime.getRuntime().availableProcessors();

  private final Consumer<Decoded> inOrder;
  private final Deque<CompletableFuture<List<Decoded>>> waiting = new ArrayDeque<>();
  private List<Raw> group = new ArrayList<>();
  private int groupBytes;

  private record Raw(long position, byte type, byte[] body) {}

  /** What a record says, or that it cannot be read. */
  sealed interface Decoded {
    long position();

    byte type();

    record Entry(long position, byte type, JournalRecord entry) implements Decoded {}

    record Malformed(long position, byte type, MalformedException reason) implements Decoded {}
  }

  /**
   * @param inOrder is given all records in their order; what it throws, {@link #add} or {@link
   *     #finish} throws, and after that it is given no more
   */
  ReadAhead(Consumer<Decoded> inOrder) {
    this.inOrder = inOrder;
  }

  void add(long position, byte type, byte[] body) {
    group.add(new Raw(position, type, body));
    groupBytes += body.length;
    if (groupBytes >= GROUP_BYTES) {
      begin();
      if (waiting.size() > GROUPS_MAX) {
        takeIn();
      }
    }
  }

  /** All records have been added. */
  void finish() {
    if (!group.isEmpty()) {
      begin();
    }
    while (!waiting.isEmpty()) {
      takeIn();
    }
  }

  private void begin() {
    var raws = group;
    group = new ArrayList<>();
    groupBytes = 0;
    waiting.add(
        CompletableFuture.supplyAsync(
            () -> decode(raws), task -> Thread.ofVirtual().name("journal-decode").start(task)));
  }

  private void takeIn() {
    try {
      waiting.remove().join().forEach(inOrder);
    } catch (RuntimeException e) {
      // What follows would meet a state in which this record is missing.
      waiting.clear();
      group = new ArrayList<>();
      throw e;
    }
  }

  private static List<Decoded> decode(List<Raw> raws) {
    List<Decoded> decoded = new ArrayList<>(raws.size());
    Block voted = null;
    for (var raw : raws) {
      try {
        var entry = decode(raw, voted);
        if (entry instanceof PaxosRecord.Accepted(var _, var block)) {
          voted = block;
        }
        decoded.add(new Decoded.Entry(raw.position, raw.type, entry));
      } catch (MalformedException e) {
        decoded.add(new Decoded.Malformed(raw.position, raw.type, e));
      }
    }
    return decoded;
  }

  /** A vote and the block that it became hold the same bytes, whose hashes are computed once. */
  private static JournalRecord decode(Raw raw, Block voted) {
    return raw.type == RecordCodec.APPENDED
            && voted != null
            && Arrays.equals(voted.bytes(), raw.body)
        ? new JournalRecord.Appended(voted)
        : RecordCodec.decode(raw.type, raw.body);
  }
}
