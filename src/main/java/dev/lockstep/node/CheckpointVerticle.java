package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Letter;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashList;
import dev.lockstep.chain.HashTree;
import dev.lockstep.order.Pace;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.Cosigning;
import dev.lockstep.proof.Receipt;
import dev.lockstep.proof.SignedNote;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link Cosigning}, and makes proofs. Signatures, trees and files are the work of one
 * worker thread, so the answers to clients do not wait for them; the event loop only passes tasks
 * and results on.
 */
final class CheckpointVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointVerticle.class);

  /** The maximum number of tasks that wait for the worker. Each takes a few milliseconds. */
  private static final int WAITING_MAX = 1_024;

  private static final int TOO_MANY = 429;
  private static final int NOT_YET = 503;

  /** The tree over a long chain is built at the start. */
  private static final long TASK_MINUTES_MAX = 10;

  private final HashList chain;
  private final BiFunction<HashTree, Optional<SignedNote>, Cosigning> begin;
  private final Supplier<Local.Keys> keys;
  private final String origin;
  private final Hash genesis;
  private final EnvelopeSeal seal;
  private final CheckpointFile file;
  private final Counter refused;
  private final Counter forks;
  private final Halt halt;
  private final DeliveryOptions local = LocalCodec.options();
  private final DeliveryOptions wire = new DeliveryOptions().setCodecName(EnvelopeCodec.NAME);

  /** The height that the newest checkpoint covers; −1 without one. */
  private final AtomicLong covered = new AtomicLong(-1);

  private WorkerExecutor worker;

  /** Up to which the chain is durable, and up to which the worker was told so. */
  private long height;

  private long reached;
  private int waiting;
  private boolean stopped;

  // Used by the worker's thread alone.
  private HashTree tree;
  private Cosigning cosigning;

  /** Whether there is something to do at the next tick. Set by the worker, read by the loop. */
  private volatile boolean isBehind = true;

  /**
   * @param chain the hashes of all blocks, which grows while the node runs
   * @param height up to which the chain is on the disk at the start
   * @param begin makes this member's part of the checkpoints
   * @param keys of the members; may read files
   * @param seal knows for which members an envelope can be made
   * @param meters where the height of the newest checkpoint and the number of forks are shown
   */
  CheckpointVerticle(
      HashList chain,
      long height,
      BiFunction<HashTree, Optional<SignedNote>, Cosigning> begin,
      Supplier<Local.Keys> keys,
      String origin,
      Hash genesis,
      EnvelopeSeal seal,
      CheckpointFile file,
      MeterRegistry meters,
      Halt halt) {
    this.chain = chain;
    this.height = height;
    this.begin = begin;
    this.keys = keys;
    this.origin = origin;
    this.genesis = genesis;
    this.seal = seal;
    this.file = file;
    this.refused =
        Counter.builder("lockstep.checkpoint.refused")
            .description("Checkpoint messages whose signature or number does not hold")
            .register(meters);
    this.forks =
        Counter.builder("lockstep.forks")
            .description("How often a member had signed another chain than this node has")
            .register(meters);
    Gauge.builder("lockstep.checkpoint.height", covered, AtomicLong::get)
        .description("Newest block that a checkpoint of a majority covers, -1 without one")
        .register(meters);
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "the node's part of checkpoints");
    worker =
        vertx.createSharedWorkerExecutor(
            "lockstep-checkpoint", 1, TASK_MINUTES_MAX, TimeUnit.MINUTES);
    var bus = vertx.eventBus();
    bus.<Local.Happened>localConsumer(Addresses.HAPPENED, message -> follow(message.body()));
    bus.<Local.ToCheckpoint>localConsumer(Addresses.CHECKPOINT, this::serve);
    vertx.setPeriodic(Pace.TICK, _ -> tick());
    long begun = height;
    return worker.executeBlocking(
        () -> {
          tree = HashTree.overBlocks(chain::get);
          tree.growTo(begun + 1);
          cosigning = begin.apply(tree, file.read(origin));
          return null;
        });
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    return worker.close();
  }

  private void follow(Local.Happened happened) {
    if (!happened.stored().isEmpty()) {
      height = happened.stored().getLast().height();
    }
  }

  /** Nothing is done while nothing happens: an idle node signs nothing and asks nobody. */
  private void tick() {
    if ((isBehind || height > reached) && waiting == 0) {
      reach();
    }
  }

  private void reach() {
    reached = height;
    long durable = height;
    run(() -> cosigning.reached(durable, now(), seconds()));
  }

  private void serve(Message<Local.ToCheckpoint> message) {
    switch (message.body()) {
      case Local.ToCheckpoint.Heard(var heard) -> {
        // A dropped message counts as lost: the member that waits for an answer asks again.
        if (waiting < WAITING_MAX) {
          reach();
          run(() -> cosigning.hear(heard, now(), seconds()));
        }
      }
      case Local.ToCheckpoint.AskNewest() -> answer(message, () -> new Local.Newest(newest()));
      case Local.ToCheckpoint.AskReceipt(var header, var transfers, var position) ->
          answer(
              message,
              () -> {
                var note = newest();
                long known = Checkpoint.parse(note.text()).height();
                if (header.height() > known) {
                  throw new NotYet(
                      "Block "
                          + header.height()
                          + " is not covered by a checkpoint yet; the newest one covers block "
                          + known
                          + ". Ask again in a moment.");
                }
                return Receipt.of(header, transfers, position, tree, note);
              });
      case Local.ToCheckpoint.AskConsistency(var from, var to) ->
          answer(
              message,
              () -> {
                if (to >= tree.size()) {
                  throw new NotYet(
                      "There is no tree up to block " + to + " yet; ask again in a moment.");
                }
                return new Local.Consistency(tree.consistency(from + 1, to + 1));
              });
      case Local.ToCheckpoint.AskKeys() -> answer(message, keys::get);
    }
  }

  private SignedNote newest() throws NotYet {
    return cosigning
        .newest()
        .orElseThrow(
            () ->
                new NotYet(
                    "No checkpoint has been signed by a majority of the members yet; ask again when"
                        + " they are up."));
  }

  /** There is no such proof yet. The message is a sentence for the client. */
  private static final class NotYet extends Exception {
    private static final long serialVersionUID = 1;

    NotYet(String sentence) {
      super(sentence);
    }
  }

  private void answer(Message<Local.ToCheckpoint> message, Callable<Record> proof) {
    if (stopped || waiting >= WAITING_MAX) {
      message.fail(
          stopped ? NOT_YET : TOO_MANY,
          stopped
              ? "The node is stopping."
              : WAITING_MAX + " questions wait for proofs; try again in a moment.");
      return;
    }
    work(proof)
        .onSuccess(record -> message.reply(record, local))
        .onFailure(
            failure -> {
              if (failure instanceof NotYet || stopped) {
                message.fail(NOT_YET, failure.getMessage());
              } else {
                halt.unforeseen("making a proof", failure);
              }
            });
  }

  private void run(Callable<List<Cosigning.Effect>> step) {
    if (!stopped) {
      work(() -> {
            var effects = step.call();
            covered.set(cosigning.covers());
            for (var effect : effects) {
              write(() -> keep(effect));
            }
            write(() -> file.writeIfDue(now()));
            isBehind = cosigning.isBehind() || file.isBehind();
            return effects;
          })
          .onSuccess(effects -> effects.forEach(this::perform))
          .onFailure(this::notSigned);
    }
  }

  /**
   * A stop interrupts the worker: a checkpoint that it did not finish is signed after the start.
   */
  private void notSigned(Throwable failure) {
    if (!stopped) {
      halt.unforeseen("signing a checkpoint", failure);
    }
  }

  private <T> Future<T> work(Callable<T> task) {
    waiting++;
    return worker.executeBlocking(task, true).onComplete(_ -> waiting--);
  }

  /** The part of an effect that uses the disk. */
  private void keep(Cosigning.Effect effect) throws IOException {
    switch (effect) {
      case Cosigning.Effect.Keep(var note) -> file.keep(note);
      case Cosigning.Effect.Fork(var member, var mine, var theirs) ->
          file.writeFork(member, mine, theirs);
      case Cosigning.Effect.Contradiction(var member, var before, var after) ->
          file.writeContradiction(member, before, after);
      case Cosigning.Effect.Send _, Cosigning.Effect.Refused _ -> {}
    }
  }

  private interface Writing {
    void write() throws IOException;
  }

  /** If the disk fails, no promise of the node is broken. */
  private static void write(Writing writing) {
    try {
      writing.write();
    } catch (IOException e) {
      LOG.error("A checkpoint could not be kept on the disk", e);
    }
  }

  private void perform(Cosigning.Effect effect) {
    switch (effect) {
      case Cosigning.Effect.Send(var to, var message) -> {
        // A member that has never run has no key, so no envelope can be made: as if it were lost.
        if (seal.knows(to)) {
          var letter = new Letter(to, new Envelope.OfCheckpoint(genesis, message));
          vertx.eventBus().send(Addresses.inbox(to), letter, wire);
        }
      }
      case Cosigning.Effect.Keep _ -> {}
      case Cosigning.Effect.Fork(var member, var mine, var theirs) -> report(member, mine, theirs);
      case Cosigning.Effect.Contradiction(var member, var before, var after) ->
          tell(
              new Local.ToOrder.Contradicted(
                  member,
                  Checkpoint.parse(before.text()).height(),
                  Checkpoint.parse(after.text()).height()));
      case Cosigning.Effect.Refused(var member, var reason) -> {
        refused.increment();
        LOG.debug("A checkpoint message of {} was refused: {}", member, reason);
      }
    }
  }

  private void report(String member, SignedNote mine, SignedNote theirs) {
    forks.increment();
    var here = Checkpoint.parse(mine.text());
    var there = Checkpoint.parse(theirs.text());
    LOG.error(
        "The ledger has forked at or below block {}: {} has signed the root {} and this node has"
            + " {}. Both signatures are kept, see docs/operation.md.",
        here.height(),
        member,
        there.root(),
        here.root());
    tell(new Local.ToOrder.Forked(member, here.height(), here.root(), there.root()));
  }

  private void tell(Local.ToOrder message) {
    vertx.eventBus().send(Addresses.ORDER, message, local);
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private static long seconds() {
    return TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
  }
}
