package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.Progress;
import dev.lockstep.order.Input;
import dev.lockstep.order.LocalLog;
import dev.lockstep.store.ArchivedBlocks;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreException;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.Verdict;
import dev.lockstep.store.Verifier;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes durable blocks and the local log to H2, whatever has gathered at a time, and answers
 * queries. H2 itself is only ever waited for by workers, and each kind of work has its own: neither
 * a long verification nor many questions hold up the writing.
 */
final class StoreVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);

  private static final long GATHERED_BYTES_MAX = 64 << 20;

  private static final int PIECE_BYTES = 4 << 20;

  /** So many questions may wait, for H2 to reach a height or for their turn. */
  private static final int WAITING_MAX = 1_024;

  private static final int TOO_MANY = 429;

  /** Reading a long chain back takes as long as it takes. */
  private static final long PATIENCE_HOURS = 24;

  private final Store store;
  private final Supplier<Verdict> verifier;
  private final BlockArchive archive;
  private final ArchivedBlocks archived;
  private final long gatheredBytesMax;
  private final Halt halt;
  private final List<Message<StoreQuery>> early = new ArrayList<>();
  private Deque<Block> gathered = new ArrayDeque<>();
  private long gatheredBytes;
  private LocalLog executed = new LocalLog();
  private long target;
  private boolean writing;
  private volatile boolean broken;
  private WorkerExecutor writers;
  private WorkerExecutor readers;
  private WorkerExecutor verifiers;
  private int asked;

  /** Who waits for the verification that begins next: all of them get its verdict. */
  private List<Message<StoreQuery>> unverified = new ArrayList<>();

  private boolean verifying;
  private boolean stopped;

  StoreVerticle(Genesis genesis, Store store, Journal journal, BlockArchive archive, Halt halt) {
    this(
        genesis,
        store,
        archive,
        GATHERED_BYTES_MAX,
        () -> Verifier.online(journal, genesis, store, Progress.NONE),
        halt);
  }

  /**
   * @param gatheredBytesMax beyond it blocks are not kept for H2 in memory but read back from the
   *     journal
   * @param verifier takes as long as the chain is long
   */
  StoreVerticle(
      Genesis genesis,
      Store store,
      BlockArchive archive,
      long gatheredBytesMax,
      Supplier<Verdict> verifier,
      Halt halt) {
    this.store = store;
    this.verifier = verifier;
    this.archive = archive;
    this.archived = new ArchivedBlocks(genesis, archive);
    this.gatheredBytesMax = gatheredBytesMax;
    this.halt = halt;
    this.target = store.height();
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "H2's part of the node");
    writers = vertx.createSharedWorkerExecutor("lockstep-store-write", 1);
    // One connection reads: more threads would only wait for each other.
    readers = vertx.createSharedWorkerExecutor("lockstep-store-read", 1);
    verifiers =
        vertx.createSharedWorkerExecutor("lockstep-verify", 1, PATIENCE_HOURS, TimeUnit.HOURS);
    var bus = vertx.eventBus();
    bus.<Local.Happened>localConsumer(Addresses.HAPPENED, message -> gather(message.body()));
    return bus.localConsumer(Addresses.STORE, this::serve).completion();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return Future.join(writers.close(), readers.close(), verifiers.close());
  }

  // --- writing ----------------------------------------------------------------------------------

  private void gather(Local.Happened happened) {
    executed.add(happened.executed());
    happened.stored().forEach(this::gather);
    write();
  }

  private void gather(Block block) {
    // What has not been written to the local log by now need not be any more.
    executed.remove(block);
    target = block.height();
    gathered.add(block);
    gatheredBytes += block.bytes().length;
    if (gatheredBytes > gatheredBytesMax) {
      gathered = new ArrayDeque<>();
      gatheredBytes = 0;
    }
  }

  private void write() {
    boolean isBehind = store.height() < target;
    if (writing || broken || stopped || !isBehind && executed.size() == 0) {
      return;
    }
    writing = true;
    var batch = takeGathered();
    var log = executed.transfers();
    executed = new LocalLog();
    writers
        .executeBlocking(
            () -> {
              if (isBehind) {
                store.write(
                    batch.isEmpty() ? archive.read(store.height() + 1, PIECE_BYTES) : batch);
              }
              // On no block up to the newest: should H2 not have come that far, it has less than
              // it might, and never a transfer in two places.
              store.writeLog(log);
              return store.height();
            },
            // What is ordered waits for all that this verticle has other workers do.
            false)
        .onComplete(
            written -> {
              writing = false;
              broken = written.failed();
              if (broken) {
                // What is promised is in the journal; H2 is mended from it at the next start.
                LOG.error("H2 takes nothing more until the node is restarted", written.cause());
                silence(written.cause());
              }
              serveEarly();
              write();
            });
  }

  /** A node that can no longer show what it promised must not promise more. */
  private void silence(Throwable reason) {
    if (!(reason instanceof StoreException || reason instanceof DataException)) {
      halt.unforeseen("writing to H2", reason);
      return;
    }
    var failed = new Input.WriteFailed("H2 takes nothing more: " + reason.getMessage());
    vertx
        .eventBus()
        .send(Addresses.ORDER, new Local.ToOrder.FromDisk(failed), LocalCodec.options());
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

  // --- reading ----------------------------------------------------------------------------------

  private void serve(Message<StoreQuery> message) {
    boolean isThere = message.body().minHeight() <= store.height();
    if (stopped) {
      message.fail(503, "the node is stopping");
    } else if (early.size() + asked + unverified.size() >= WAITING_MAX) {
      message.fail(TOO_MANY, WAITING_MAX + " questions wait for H2; try again in a moment.");
    } else if (isThere || broken && needsNoH2(message.body())) {
      answer(message);
    } else if (broken) {
      // Less than the client was told of would be a lie.
      message.fail(
          503, "H2 has taken nothing after block " + store.height() + "; restart the node.");
    } else {
      early.add(message);
    }
  }

  private static boolean needsNoH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks _, StoreQuery.AskSummaries _, StoreQuery.AskVerdict _ -> true;
      case StoreQuery.AskStatement _, StoreQuery.AskTrace _ -> false;
    };
  }

  private void serveEarly() {
    var waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::serve);
  }

  private void answer(Message<StoreQuery> message) {
    if (message.body() instanceof StoreQuery.AskVerdict) {
      unverified.add(message);
      verify();
      return;
    }
    asked++;
    readers
        .executeBlocking(() -> find(message.body()), false)
        .onComplete(
            found -> {
              asked--;
              reply(message, found);
            });
  }

  private static void reply(Message<StoreQuery> message, AsyncResult<Record> found) {
    if (found.succeeded()) {
      message.reply(found.result(), LocalCodec.options());
    } else {
      LOG.error("H2 did not answer {}", message.body(), found.cause());
      message.fail(500, found.cause().getMessage());
    }
  }

  /**
   * One at a time. What is asked for meanwhile is answered by the next one, together: it begins
   * after each of the questions, so its verdict is about all that they know of.
   */
  private void verify() {
    if (verifying || stopped || unverified.isEmpty()) {
      return;
    }
    verifying = true;
    var together = unverified;
    unverified = new ArrayList<>();
    verifiers
        .executeBlocking(() -> (Record) verifier.get(), false)
        .onComplete(
            verdict -> {
              verifying = false;
              together.forEach(message -> reply(message, verdict));
              verify();
            });
  }

  /** An H2 that has failed once has closed itself: what the journal knows is told from there. */
  private Record find(StoreQuery query) {
    if (broken) {
      return findWithoutH2(query);
    }
    try {
      return findInH2(query);
    } catch (StoreException e) {
      LOG.error("H2 did not answer {}", query, e);
      return findWithoutH2(query);
    }
  }

  private Record findWithoutH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(archived.blocks(from, limit));
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(archived.summaries(from, limit, transfers));
      case StoreQuery.AskStatement _, StoreQuery.AskTrace _, StoreQuery.AskVerdict _ ->
          findInH2(query);
    };
  }

  private Record findInH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(
              from.map(height -> store.blocks(height, limit)).orElseGet(() -> store.newest(limit)));
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(store.summaries(from, limit, transfers));
      case StoreQuery.AskStatement(var account, var before, var limit, var _) ->
          new StoreQuery.Statement(store.transfersOf(account, before, limit));
      case StoreQuery.AskTrace(var from, var before, var limit) ->
          new StoreQuery.Trace(store.oldestTraced(), store.traced(from, before, limit));
      case StoreQuery.AskVerdict _ -> (Record) verifier.get();
    };
  }
}
