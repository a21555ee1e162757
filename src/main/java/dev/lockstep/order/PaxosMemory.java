package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Ledger;
import dev.lockstep.paxos.Ballot;
import java.util.Optional;

/** What a member of Paxos mode remembers besides its chain. */
public final class PaxosMemory {
  private final Ledger ledger;
  private final LocalLog log = new LocalLog();
  private Ballot promised = Ballot.NONE;
  private Optional<PaxosRecord.Accepted> accepted = Optional.empty();
  private Optional<PaxosRecord.Attested> attested = Optional.empty();
  private long generation;
  private long recoveryHeight;

  PaxosMemory(Ledger ledger) {
    this.ledger = ledger;
  }

  void recall(PaxosRecord entry) {
    switch (entry) {
      case PaxosRecord.Promised(var ballot) -> promise(ballot);
      case PaxosRecord.Accepted vote -> {
        promise(vote.ballot());
        accepted = Optional.of(attest(vote));
      }
      case PaxosRecord.Attested about -> attested = Optional.of(about);
      case PaxosRecord.Executed(var transfers) -> log.add(transfers);
      case PaxosRecord.Generation(var number) -> {
        generation = number;
        accepted = Optional.empty();
        log.clear();
      }
      case PaxosRecord.RecoveryHeight(var height) ->
          recoveryHeight = Math.max(recoveryHeight, height);
    }
  }

  private PaxosRecord.Accepted attest(PaxosRecord.Accepted vote) {
    return attested
        .map(about -> new PaxosRecord.Accepted(vote.ballot(), about.attest(vote.block())))
        .orElse(vote);
  }

  private void promise(Ballot ballot) {
    promised = ballot.above(promised) ? ballot : promised;
  }

  void appended(Block block) {
    log.remove(block);
  }

  /** The transfers that were executed and are on no block yet. */
  public LocalLog log() {
    return log;
  }

  /** The highest ballot that was promised. */
  public Ballot promised() {
    return promised;
  }

  /** The last vote, if it is for the block after the newest. */
  public Optional<PaxosRecord.Accepted> accepted() {
    return accepted.filter(vote -> vote.block().height() == ledger.height() + 1);
  }

  /** How often the disk began anew. */
  public long generation() {
    return generation;
  }

  /** The recovery height: below it the member executes nothing (design P12). */
  public long recoveryHeight() {
    return recoveryHeight;
  }
}
