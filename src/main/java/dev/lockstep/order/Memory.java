package dev.lockstep.order;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Ledger;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a member remembers when it starts: the records of its journal, added up in their order. */
public final class Memory {
  private final Ledger ledger;
  private final SortedMap<String, Long> met = new TreeMap<>();
  private long incarnation;
  private long clock;
  private boolean joined;
  private final PaxosMemory paxos;

  public Memory(Genesis genesis) {
    this.ledger = new Ledger(genesis);
    this.paxos = new PaxosMemory(ledger);
  }

  /**
   * Takes in the next record.
   *
   * @throws dev.lockstep.chain.ChainException when it is a block that does not fit
   */
  public void recall(JournalRecord entry) {
    switch (entry) {
      case JournalRecord.Origin(var _) -> {
        // The reader of the journal checks that this is the expected genesis.
      }
      case JournalRecord.Incarnation(var number) -> incarnation = Math.max(incarnation, number);
      case JournalRecord.Clock(var limit) -> clock = Math.max(clock, limit);
      case JournalRecord.Joined() -> joined = true;
      case JournalRecord.Met(var member, var number) -> met.merge(member, number, Math::max);
      case JournalRecord.Appended(var block) -> {
        ledger.append(block);
        paxos.appended(block);
      }
      case JournalRecord.Signed _ -> {
        // Only for members that fetch the block.
      }
      case PaxosRecord record -> {
        // A disk that begins anew has to join again.
        joined &= !(record instanceof PaxosRecord.Generation);
        paxos.recall(record);
      }
    }
  }

  /** Every block so far, each checked. */
  public Ledger ledger() {
    return ledger;
  }

  /** The last incarnation, 0 when there was none. */
  public long incarnation() {
    return incarnation;
  }

  /** No earlier incarnation has sent a Lamport time above this bound. */
  public long clock() {
    return clock;
  }

  /** Whether the member has participated before. */
  public boolean joined() {
    return joined;
  }

  /** The newest incarnation of each other member that was heard to participate. */
  public SortedMap<String, Long> met() {
    return Collections.unmodifiableSortedMap(met);
  }

  /** What Paxos mode adds; empty in Lamport mode. */
  public PaxosMemory paxos() {
    return paxos;
  }
}
