package dev.lockstep.order;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Ledger;
import dev.lockstep.paxos.Ballot;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a member remembers at the start of a life: the records of its journal, added up in their
 * order.
 */
public final class Memory {
  private final Ledger ledger;
  private final SortedMap<String, Long> met = new TreeMap<>();
  private long incarnation;
  private long clock;
  private boolean joined;
  private final LocalLog log = new LocalLog();
  private Ballot promised = Ballot.NONE;
  private Optional<JournalRecord.Accepted> accepted = Optional.empty();
  private long generation;
  private long fence;

  public Memory(Genesis genesis) {
    this.ledger = new Ledger(genesis);
  }

  /**
   * Takes in the next record.
   *
   * @throws dev.lockstep.chain.ChainException when it is a block that does not fit
   */
  public void recall(JournalRecord entry) {
    switch (entry) {
      case JournalRecord.Origin(var _) -> {
        // Whether it is the right genesis is for the one who reads the journal to say.
      }
      case JournalRecord.Incarnation(var number) -> incarnation = Math.max(incarnation, number);
      case JournalRecord.Clock(var limit) -> clock = Math.max(clock, limit);
      case JournalRecord.Joined() -> joined = true;
      case JournalRecord.Met(var member, var number) -> met.merge(member, number, Math::max);
      case JournalRecord.Appended(var block) -> {
        ledger.append(block);
        log.remove(block);
      }
      case JournalRecord.Promised(var ballot) -> promise(ballot);
      case JournalRecord.Accepted vote -> {
        promise(vote.ballot());
        accepted = Optional.of(vote);
      }
      case JournalRecord.Executed(var transfers) -> log.add(transfers);
      case JournalRecord.Generation(var number) -> {
        generation = number;
        joined = false;
        accepted = Optional.empty();
        log.clear();
      }
      case JournalRecord.Fence(var height) -> fence = Math.max(fence, height);
    }
  }

  private void promise(Ballot ballot) {
    promised = ballot.above(promised) ? ballot : promised;
  }

  /** Every block so far, each checked. */
  public Ledger ledger() {
    return ledger;
  }

  /** The number of the last life, 0 when there was none. */
  public long incarnation() {
    return incarnation;
  }

  /** No earlier life has said a Lamport time above this one. */
  public long clock() {
    return clock;
  }

  /** Whether the member has taken part before. */
  public boolean joined() {
    return joined;
  }

  /** The newest life of each other member that was heard to take part. */
  public SortedMap<String, Long> met() {
    return Collections.unmodifiableSortedMap(met);
  }

  /** Paxos mode: executed, and on no block yet. */
  public LocalLog log() {
    return log;
  }

  /** The highest ballot that was promised. */
  public Ballot promised() {
    return promised;
  }

  /** The last vote, if it is for the block after the newest. */
  public Optional<JournalRecord.Accepted> accepted() {
    return accepted.filter(vote -> vote.block().height() == ledger.height() + 1);
  }

  /** Paxos mode: how often the disk began anew. */
  public long generation() {
    return generation;
  }

  /** Below this height nothing may be executed. */
  public long fence() {
    return fence;
  }
}
