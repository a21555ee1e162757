package dev.lockstep.node;

import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import dev.lockstep.store.EventTrace;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreException;
import dev.lockstep.store.StoreKeeper;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * H2 of this node, which is opened on a thread of its own while the node takes part (design D9).
 *
 * <p>Safe for use by any thread.
 */
final class LateStore implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LateStore.class);

  /** A person is told at this interval how far a long opening has come. */
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Opens the store; see {@link StoreKeeper#open}. */
  @FunctionalInterface
  interface Opening {
    Optional<Store> open(Progress progress, Consumer<Store> traced);
  }

  private final Opening how;
  private final Runnable stop;
  private final Consumer<String> notice;
  private final Thread opening =
      Thread.ofPlatform().daemon().name("store-open").unstarted(this::open);

  private final CompletableFuture<Store> opened = new CompletableFuture<>();

  /** Completed when there is a trace for the first time. */
  private final CompletableFuture<Void> traced = new CompletableFuture<>();

  private volatile EventTrace trace;
  private volatile long done;
  private volatile long all;

  /** Used by the thread that opens. */
  private long noticedAt = System.nanoTime();

  private boolean isNoticed;

  /**
   * @param notice is given a sentence now and then when the opening takes long
   */
  LateStore(StoreKeeper keeper, Consumer<String> notice) {
    this(keeper::open, keeper::stop, notice);
    all = keeper.height();
  }

  /**
   * @param stop ends the opening, or keeps it from beginning
   */
  LateStore(Opening how, Runnable stop, Consumer<String> notice) {
    this.how = how;
    this.stop = stop;
    this.notice = notice;
  }

  /** Begins to open it, if that has not begun. */
  synchronized void begin() {
    if (opening.getState() == Thread.State.NEW) {
      opening.start();
    }
  }

  /**
   * The highest number of an event that H2 has, 0 for none. Waits until H2 is open: to be asked
   * only when nothing else says it.
   *
   * @throws DataException when H2 cannot be opened
   */
  long newestEvent() {
    begin();
    try {
      return opened.join().trace().newest().orElse(0);
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case DataException known -> known;
        case Throwable other ->
            new DataException(
                DataException.Kind.DISK, "H2 cannot be opened: " + other.getMessage() + ".", other);
      };
    }
  }

  private void open() {
    try {
      var store = how.open(this::reached, this::hasTrace);
      if (store.isPresent()) {
        if (isNoticed) {
          notice.accept("H2 has caught up at block " + store.get().height() + ".");
        }
        opened.complete(store.get());
      }
    } catch (RuntimeException | Error e) {
      LOG.error("H2 cannot be opened", e);
      opened.completeExceptionally(e);
    }
  }

  private void hasTrace(Store store) {
    trace = store.trace();
    traced.complete(null);
  }

  private void reached(long height, long of) {
    done = height;
    all = of;
    if (System.nanoTime() - noticedAt > NOTICE_NANOS) {
      noticedAt = System.nanoTime();
      isNoticed = true;
      LOG.info("H2 is catching up with the journal: block {} of {}", height, of);
      notice.accept("H2 is catching up with the journal: block " + height + " of " + of + ".");
    }
  }

  /**
   * Completes on the thread that opens, with the store when all of it fits the journal. Completes
   * never when the node stops before.
   */
  CompletionStage<Store> opened() {
    return opened;
  }

  /** Completes on the thread that opens, when events can be read and written. */
  CompletionStage<Void> traced() {
    return traced;
  }

  /** The store, when all of it fits the journal. */
  Optional<Store> store() {
    return opened.isDone() && !opened.isCompletedExceptionally()
        ? Optional.of(opened.join())
        : Optional.empty();
  }

  /** The trace of events. It is there earlier than the store, and may be replaced by a new one. */
  Optional<EventTrace> trace() {
    return Optional.ofNullable(trace);
  }

  /** A sentence for whoever asks before H2 can answer. */
  String catchingUp() {
    return "H2 is catching up with the journal, block "
        + done
        + " of "
        + all
        + "; balances, blocks and transfers by id are answered meanwhile, so ask again for this in a"
        + " moment.";
  }

  /** Ends the opening where it is, or closes the store. */
  @Override
  public void close() {
    stop.run();
    try {
      opening.join();
    } catch (InterruptedException e) {
      // Its file has no seal then, and the next start writes it anew.
      Thread.currentThread().interrupt();
      return;
    }
    store().ifPresent(LateStore::close);
  }

  /** After a full disk H2 has closed itself, and cannot close once more. */
  private static void close(Store store) {
    try {
      store.close();
    } catch (StoreException e) {
      LOG.warn(
          "H2 was not closed in good order; the next start writes it anew: {}.", e.getMessage());
    }
  }
}
