package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.Progress;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import dev.lockstep.store.ArchivedBlocks;
import dev.lockstep.store.StoreException;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.Verdict;
import dev.lockstep.store.Verifier;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries H2: has it opened, brings durable blocks and the local log to it, and answers from it.
 * Only workers wait for H2, and each kind of work has a worker of its own: neither a long
 * verification nor many questions hold up the writing.
 */
final class StoreVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(StoreVerticle.class);

  /**
   * A member takes part before H2 is opened, which may take all processors for a while. One that
   * waits for others opens H2 meanwhile.
   */
  private static final long OPEN_LATEST_MILLIS = 5_000;

  private static final long GATHERED_BYTES_MAX = 64 << 20;

  /** Reading a long chain back takes as long as it takes. */
  private static final long VERIFY_HOURS_MAX = 24;

  private final Genesis genesis;
  private final LateStore store;
  private final List<Transfer> executed;
  private final Supplier<Verdict> verifier;
  private final BlockArchive archive;
  private final long gatheredBytesMax;
  private final Halt halt;
  private WorkerExecutor writers;
  private WorkerExecutor readers;
  private WorkerExecutor verifiers;
  private StoreWriting writing;
  private StoreAnswers answers;

  /**
   * @param store which nobody has begun to open
   * @param executed the local log with which this incarnation begins
   */
  StoreVerticle(
      Genesis genesis,
      LateStore store,
      List<Transfer> executed,
      Journal journal,
      BlockArchive archive,
      Halt halt) {
    this(
        genesis,
        store,
        executed,
        archive,
        GATHERED_BYTES_MAX,
        () -> Verifier.online(journal, genesis, store.store().orElseThrow(), Progress.NONE),
        halt);
  }

  /**
   * @param gatheredBytesMax beyond it blocks are not kept for H2 in memory but read back from the
   *     journal
   * @param verifier takes as long as the chain is long
   */
  StoreVerticle(
      Genesis genesis,
      LateStore store,
      List<Transfer> executed,
      BlockArchive archive,
      long gatheredBytesMax,
      Supplier<Verdict> verifier,
      Halt halt) {
    this.genesis = genesis;
    this.store = store;
    this.executed = executed;
    this.verifier = verifier;
    this.archive = archive;
    this.gatheredBytesMax = gatheredBytesMax;
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "H2's part of the node");
    writers = vertx.createSharedWorkerExecutor("lockstep-store-write", 1);
    // One connection reads: more threads would only wait for each other.
    readers = vertx.createSharedWorkerExecutor("lockstep-store-read", 1);
    verifiers =
        vertx.createSharedWorkerExecutor("lockstep-verify", 1, VERIFY_HOURS_MAX, TimeUnit.HOURS);
    answers =
        new StoreAnswers(
            vertx,
            store,
            new ArchivedBlocks(genesis, archive),
            readers,
            verifiers,
            verifier,
            () -> writing.hurry());
    writing =
        new StoreWriting(
            vertx, executed, archive, gatheredBytesMax, writers, this::failed, answers::serveEarly);
    var bus = vertx.eventBus();
    bus.<Local.Happened>localConsumer(Addresses.HAPPENED, message -> happened(message.body()));
    vertx.setTimer(OPEN_LATEST_MILLIS, _ -> store.begin());
    Future.fromCompletionStage(store.traced(), context).onSuccess(_ -> answers.serveEarly());
    Future.fromCompletionStage(store.opened(), context)
        .onSuccess(
            opened -> {
              writing.into(opened);
              answers.serveEarly();
            })
        .onFailure(this::failed);
    return bus.<StoreQuery>localConsumer(Addresses.STORE, answers::serve).completion();
  }

  private void happened(Local.Happened happened) {
    writing.gather(happened);
    if (happened.events().stream().anyMatch(StoreVerticle::isReady)) {
      store.begin();
    }
  }

  private static boolean isReady(Local.Numbered told) {
    return told.event() instanceof Event.StateChanged changed
        && changed.state() == MemberState.READY;
  }

  @Override
  public Future<?> stop() {
    writing.stop();
    answers.stop();
    return Future.join(writers.close(), readers.close(), verifiers.close());
  }

  /** A node that can no longer show what it promised must not promise more. */
  private void failed(Throwable reason) {
    // What is promised is in the journal; H2 is written anew from it at the next start.
    LOG.error("H2 takes nothing more until the node is restarted", reason);
    answers.giveUpH2();
    answers.serveEarly();
    if (!(reason instanceof StoreException || reason instanceof DataException)) {
      halt.unforeseen("writing to H2", reason);
      return;
    }
    var failed = new Input.WriteFailed("H2 takes nothing more: " + reason.getMessage());
    vertx
        .eventBus()
        .send(Addresses.ORDER, new Local.ToOrder.FromDisk(failed), LocalCodec.options());
  }
}
