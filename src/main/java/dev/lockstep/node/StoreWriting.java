package dev.lockstep.node;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.store.Store;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Writes durable blocks and the local log to H2, whatever has gathered at a time. Used by the store
 * verticle's event loop; the worker only runs what it is given.
 */
final class StoreWriting {
  /** How much of the chain is read back from the journal at once. */
  private static final int PIECE_BYTES = 4 << 20;

  /**
   * How long new blocks gather after a write, in multiples of the time that the write took. A
   * transaction costs about as much with a hundred small blocks as with one, so H2 has a twentieth
   * of a processor at most, and is half a second behind at most while it has enough of that. Who
   * asks H2 waits for the shortest rest alone.
   */
  private static final long REST_FACTOR = 19;

  private static final long REST_MILLIS_MIN = 10;
  private static final long REST_MILLIS_MAX = 500;
  private static final long NONE = -1;

  /**
   * When so many transfers have left the log, they are taken out of what waits for H2: it may be
   * closed for a long time, and neither list may grow for as long.
   */
  private static final int UNLOGGED_MAX = 1 << 16;

  private final Vertx vertx;
  private final BlockArchive archive;
  private final long gatheredBytesMax;
  private final WorkerExecutor worker;
  private final Consumer<Throwable> failed;
  private final Runnable written;

  /** Null until all that is in it fits the journal. */
  private Store store;

  /** Whether H2's local log is still the one that it was opened with. */
  private boolean isLogOld = true;

  private Deque<Block> gathered = new ArrayDeque<>();
  private long gatheredBytes;

  /** Until the first write the whole local log, then what has been added to it since. */
  private List<Transfer> executed;

  /** What has left the local log since then. */
  private List<Transfer> unlogged = new ArrayList<>();

  private long target;
  private boolean writing;
  private boolean stopped;

  /** When the last write ended, in milliseconds. */
  private long ended;

  /** The timer of the rest after a write; {@link #NONE} when there is none now. */
  private long rest = NONE;

  /**
   * @param executed the local log with which this incarnation begins
   * @param failed runs once, when H2 takes nothing more
   * @param written runs after each attempt to write
   */
  StoreWriting(
      Vertx vertx,
      List<Transfer> executed,
      BlockArchive archive,
      long gatheredBytesMax,
      WorkerExecutor worker,
      Consumer<Throwable> failed,
      Runnable written) {
    this.vertx = vertx;
    this.executed = new ArrayList<>(executed);
    this.archive = archive;
    this.gatheredBytesMax = gatheredBytesMax;
    this.worker = worker;
    this.failed = failed;
    this.written = written;
  }

  /** From now on blocks are written. What has gathered before comes first. */
  void into(Store opened) {
    store = opened;
    target = Math.max(target, store.height());
    write();
  }

  void gather(Local.Happened happened) {
    executed.addAll(happened.executed());
    unlogged.addAll(happened.unlogged());
    happened.stored().forEach(this::gather);
    write();
    if (unlogged.size() >= UNLOGGED_MAX) {
      executed = without(executed, unlogged);
      unlogged = new ArrayList<>();
    }
  }

  /** What has left the log before it was written to H2 need not be written any more. */
  private static List<Transfer> without(List<Transfer> executed, List<Transfer> unlogged) {
    Set<UUID> gone = new HashSet<>();
    unlogged.forEach(transfer -> gone.add(transfer.id()));
    List<Transfer> left = new ArrayList<>(executed);
    left.removeIf(transfer -> gone.contains(transfer.id()));
    return left;
  }

  private void gather(Block block) {
    target = block.height();
    gathered.add(block);
    gatheredBytes += block.bytes().length;
    if (gatheredBytes > gatheredBytesMax) {
      gathered = new ArrayDeque<>();
      gatheredBytes = 0;
    }
  }

  void stop() {
    stopped = true;
  }

  /** Somebody waits for H2. */
  void hurry() {
    if (rest != NONE && vertx.cancelTimer(rest)) {
      rest(Math.max(1, ended + REST_MILLIS_MIN - now()));
    }
  }

  private void write() {
    if (store == null || writing || stopped) {
      return;
    }
    boolean isBehind = store.height() < target;
    if (!isBehind && executed.isEmpty() && !isLogOld) {
      return;
    }
    writing = true;
    long began = now();
    var batch = takeGathered();
    var added = executed;
    var removed = unlogged;
    boolean isLogReplaced = isLogOld;
    executed = new ArrayList<>();
    unlogged = new ArrayList<>();
    isLogOld = false;
    worker
        .executeBlocking(
            () -> {
              if (isBehind) {
                store.write(
                    batch.isEmpty() ? archive.read(store.height() + 1, PIECE_BYTES) : batch);
              }
              var log = without(added, removed);
              // These are on no block up to the newest that has gathered. Should H2 not have come
              // that far, it lacks some of them, and never has a transfer in two places.
              if (isLogReplaced) {
                store.replaceLog(log);
              } else {
                store.writeLog(log);
              }
              return store.height();
            },
            // What is ordered waits for all that this verticle has other workers do.
            false)
        .onComplete(
            result -> {
              if (result.failed()) {
                stopped = true;
                failed.accept(result.cause());
              }
              ended = now();
              if (gathered.isEmpty() && store.height() < target) {
                // Far behind: the blocks come from the journal, in big pieces.
                goOn();
              } else {
                long fair = REST_FACTOR * (ended - began);
                rest(Math.clamp(fair, REST_MILLIS_MIN, REST_MILLIS_MAX));
              }
              written.run();
            });
  }

  private void rest(long millis) {
    rest = vertx.setTimer(millis, _ -> goOn());
  }

  private void goOn() {
    rest = NONE;
    writing = false;
    write();
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  /** What follows the store's head without a gap; nothing when the head is too far behind. */
  private List<Block> takeGathered() {
    while (!gathered.isEmpty() && gathered.peek().height() <= store.height()) {
      gatheredBytes -= gathered.remove().bytes().length;
    }
    if (gathered.isEmpty() || gathered.peek().height() != store.height() + 1) {
      return List.of();
    }
    var batch = List.copyOf(gathered);
    gathered = new ArrayDeque<>();
    gatheredBytes = 0;
    return batch;
  }
}
