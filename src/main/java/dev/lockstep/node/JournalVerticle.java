package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Hands records to the journal and reports when they are durable. The journal's own thread writes
 * and syncs; this one never waits for it.
 */
final class JournalVerticle extends VerticleBase {
  private final Journal journal;
  private final BlockArchive archive;
  private final DeliveryOptions local = LocalCodec.options();
  private final Deque<Local.ToJournal.Append> turnedAway = new ArrayDeque<>();
  private Context here;
  private WorkerExecutor readers;
  private boolean stopped;

  JournalVerticle(Journal journal, BlockArchive archive) {
    this.journal = journal;
    this.archive = archive;
  }

  @Override
  public Future<?> start() {
    here = context;
    // Of its own: whatever clients ask for, a peer that was away catches up. The order asks for no
    // more than one piece at a time for each of them, so few wait.
    readers = vertx.createSharedWorkerExecutor("lockstep-catch-up", 1);
    return vertx
        .eventBus()
        .<Local.ToJournal>localConsumer(
            Addresses.JOURNAL,
            message -> {
              switch (message.body()) {
                case Local.ToJournal.Append append -> {
                  turnedAway.add(append);
                  handOver();
                }
                case Local.ToJournal.Read(var to, var from, var bytes) -> read(to, from, bytes);
              }
            })
        .completion();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return readers.close();
  }

  /** In order, as much as the journal takes; the rest when it has written some. */
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
            here.runOnContext(nothing -> report(new Input.WriteFailed(reason.getMessage())));
          }
        });
  }

  private void written(Local.ToJournal.Append append, long position) {
    if (append.entry() instanceof JournalRecord.Appended(var block)) {
      archive.add(block.height(), position);
    }
    report(new Input.Persisted(append.sequence()));
    handOver();
  }

  private void read(String to, long fromHeight, int bytesMax) {
    if (stopped) {
      return;
    }
    readers
        .executeBlocking(() -> archive.read(fromHeight, bytesMax), false)
        .onSuccess(blocks -> report(new Input.BlocksRead(to, blocks)))
        .onFailure(
            failure -> report(new Input.WriteFailed("It cannot be read: " + failure.getMessage())));
  }

  private void report(Input input) {
    vertx.eventBus().send(Addresses.ORDER, new Local.ToOrder.FromDisk(input), local);
  }
}
