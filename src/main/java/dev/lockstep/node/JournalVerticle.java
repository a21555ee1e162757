package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands records to the journal and reports when they are durable. The journal's own thread writes
 * and syncs; this one never waits for it.
 */
final class JournalVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(JournalVerticle.class);

  private final Journal journal;
  private final BlockArchive archive;
  private final BlockSignatures signatures;
  private final Evidence evidence;
  private final DeliveryOptions local = LocalCodec.options();
  private final Deque<Local.ToJournal.Append> turnedAway = new ArrayDeque<>();
  private final Halt halt;
  private Context here;
  private WorkerExecutor readers;
  private boolean stopped;
  private long lastSequence;

  JournalVerticle(
      Journal journal,
      BlockArchive archive,
      BlockSignatures signatures,
      Evidence evidence,
      Halt halt) {
    this.journal = journal;
    this.archive = archive;
    this.signatures = signatures;
    this.evidence = evidence;
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    here = context;
    halt.guard(context, "the journal's part of the node");
    // A worker of its own, so that questions of clients do not delay a peer that catches up. The
    // order asks for one piece at a time for each peer, so few requests wait.
    readers = vertx.createSharedWorkerExecutor("lockstep-catch-up", 1);
    return vertx
        .eventBus()
        .<Local.ToJournal>localConsumer(
            Addresses.JOURNAL,
            message -> {
              switch (message.body()) {
                case Local.ToJournal.Append append -> take(append);
                case Local.ToJournal.Read(var to, var from, var bytes) -> read(to, from, bytes);
                case Local.ToJournal.Compare(var other) -> compare(other);
              }
            })
        .completion();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return readers.close();
  }

  private void take(Local.ToJournal.Append append) {
    requireNext(append.sequence());
    turnedAway.add(append);
    handOver();
  }

  /**
   * A record that is missing was never written, but the order would perform what waits for it as
   * soon as the next record is durable. So the next record must not be written either.
   */
  private void requireNext(long sequence) {
    if (sequence != lastSequence + 1) {
      throw new IllegalStateException(
          "record " + sequence + " follows record " + lastSequence + ", so others are lost");
    }
    lastSequence = sequence;
  }

  /**
   * Hands over what waits, in order, until the journal takes no more; the rest follows when it has
   * written some.
   */
  private void handOver() {
    while (!turnedAway.isEmpty() && accepted(turnedAway.peek())) {
      turnedAway.remove();
    }
  }

  private boolean accepted(Local.ToJournal.Append append) {
    var entry = append.entry();
    return journal.append(
        RecordCodec.type(entry),
        RecordCodec.body(entry),
        new Journal.Completion() {
          @Override
          public void durable(long position) {
            here.runOnContext(nothing -> written(append, position));
          }

          @Override
          public void failed(DataException reason) {
            here.runOnContext(nothing -> notWritten(reason));
          }
        });
  }

  private void written(Local.ToJournal.Append append, long position) {
    if (append.entry() instanceof JournalRecord.Appended(var block)) {
      archive.add(block.height(), position);
    } else if (append.entry() instanceof JournalRecord.Signed(var height, var _)) {
      archive.addAttestation(height, position);
    } else if (append.entry() instanceof PaxosRecord.Attested(var height, var _, var _)) {
      archive.addAttestation(height, position);
    }
    report(new Input.Persisted(append.sequence()));
    handOver();
  }

  /**
   * When the disk fails the member is fail-stopped: it sends and promises nothing more, but still
   * shows what it has. Any other failure ends the process.
   */
  private void notWritten(DataException reason) {
    var cause = reason.getCause();
    if (cause == null || cause instanceof IOException) {
      report(new Input.WriteFailed(reason.getMessage()));
    } else {
      halt.unforeseen("writing the journal", cause);
    }
  }

  private void read(String to, long fromHeight, int bytesMax) {
    if (stopped) {
      return;
    }
    readers
        .executeBlocking(() -> signatures.served(archive.readAttested(fromHeight, bytesMax)), false)
        .onSuccess(blocks -> report(new Input.BlocksRead(to, blocks)))
        .onFailure(this::notRead);
  }

  /** Beside the journal: without the evidence the node goes on as well. */
  private void compare(Block other) {
    if (!stopped) {
      readers
          .executeBlocking(() -> evidence.compare(other), false)
          .onSuccess(guilty -> guilty.ifPresent(this::report))
          .onFailure(failure -> LOG.warn("Two blocks cannot be compared.", failure));
    }
  }

  private void notRead(Throwable failure) {
    if (failure instanceof DataException) {
      report(new Input.WriteFailed("It cannot be read: " + failure.getMessage()));
    } else if (!stopped) {
      halt.unforeseen("reading the journal", failure);
    }
  }

  private void report(Input input) {
    vertx.eventBus().send(Addresses.ORDER, new Local.ToOrder.FromDisk(input), local);
  }
}
