package dev.lockstep.order.paxos;

import dev.lockstep.chain.SignedLog;
import dev.lockstep.order.Effect;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.paxos.PaxosBatch.LogPart;
import dev.lockstep.paxos.Ballot;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Hands the local log over for the newest ballot that this member has promised (design P3 and B6):
 * when the promise is on the disk, and with it everything on the log, and the log is signed.
 * Neither waits for the other.
 */
final class Handover {
  private final PaxosMember member;
  private final PaxosBatch batch;
  private Optional<Promised> newest = Optional.empty();

  private static final class Promised {
    final Ballot ballot;
    final long height;
    final Consumer<LogPart> whenReady;
    LogPart part;
    boolean isDurable;
    boolean isSigned;

    Promised(Ballot ballot, long height, LogPart part, Consumer<LogPart> whenReady) {
      this.ballot = ballot;
      this.height = height;
      this.part = part;
      this.whenReady = whenReady;
    }
  }

  Handover(PaxosMember member, PaxosBatch batch) {
    this.member = member;
    this.batch = batch;
  }

  /**
   * The acceptor has promised a ballot for a height.
   *
   * @param whenReady gets the log, unless a higher ballot is promised before
   */
  void promise(Ballot ballot, long height, Consumer<LogPart> whenReady) {
    var mine = begin(ballot, height, whenReady);
    member.persist(
        new PaxosRecord.Promised(ballot),
        () -> {
          mine.isDurable = true;
          handOver(mine);
        });
  }

  /**
   * The same ballot is asked for once more: the answer was lost, or is still to come, or was given
   * by an earlier incarnation. The promise is on the disk.
   */
  void again(Ballot ballot, long height, Consumer<LogPart> whenReady) {
    var before = newest.filter(n -> n.ballot.equals(ballot) && n.height == height);
    if (before.isPresent()) {
      before.filter(n -> n.isDurable && n.isSigned).ifPresent(n -> whenReady.accept(n.part));
    } else {
      var mine = begin(ballot, height, whenReady);
      mine.isDurable = true;
      handOver(mine);
    }
  }

  private Promised begin(Ballot ballot, long height, Consumer<LogPart> whenReady) {
    var part = batch.ownLog();
    var mine = new Promised(ballot, height, part, whenReady);
    newest = Optional.of(mine);
    // Nobody's signature is needed for nothing.
    mine.isSigned = part.transfers().isEmpty();
    if (!mine.isSigned) {
      member.outbox().perform(new Effect.SignLog(height, part.log()));
    }
    return mine;
  }

  void signed(long height, SignedLog log) {
    newest
        .filter(n -> n.height == height && n.part.log().equals(log))
        .ifPresent(
            mine -> {
              mine.part = new LogPart(log, mine.part.isWhole());
              mine.isSigned = true;
              handOver(mine);
            });
  }

  private void handOver(Promised mine) {
    if (mine.isDurable && mine.isSigned && newest.filter(n -> n == mine).isPresent()) {
      mine.whenReady.accept(mine.part);
    }
  }
}
