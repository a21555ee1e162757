package dev.lockstep.simulator.member;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A member's journal: what is synced survives a crash, and a prefix of what is not may survive. */
public final class Disk {
  private final List<JournalRecord> records = new ArrayList<>();
  private final List<Block> blocks = new ArrayList<>();
  private final Map<Long, MemberSignature> signatures = new HashMap<>();
  private final Map<Long, PaxosRecord.Attested> attested = new HashMap<>();
  private final Deque<Effect.Persist> unsynced = new ArrayDeque<>();
  private final Map<UUID, Transfer> executed = new LinkedHashMap<>();
  private final List<PaxosRecord.Accepted> votes = new ArrayList<>();
  private Ballot promised = Ballot.NONE;
  private boolean joined;
  private long incarnation;
  private long clock;
  private long generation;

  public List<JournalRecord> records() {
    return Collections.unmodifiableList(records);
  }

  /** The chain that is on the disk; block 1 comes first. */
  public List<Block> blocks() {
    return Collections.unmodifiableList(blocks);
  }

  public long height() {
    return blocks.size();
  }

  /** The newest incarnation on the disk. */
  public long incarnation() {
    return incarnation;
  }

  /** The clock bound on the disk. */
  public long clock() {
    return clock;
  }

  /** The highest ballot that the disk knows to be promised. */
  public Ballot promised() {
    return promised;
  }

  /** Every vote that is on the disk. */
  public List<PaxosRecord.Accepted> votes() {
    return Collections.unmodifiableList(votes);
  }

  /** Whether the disk has the record that its member participates. */
  public boolean hasJoined() {
    return joined;
  }

  /** The generation on the disk. */
  public long generation() {
    return generation;
  }

  /** What was executed and is on no block of this disk, by id. */
  public Map<UUID, Transfer> executed() {
    return Collections.unmodifiableMap(executed);
  }

  public int unsyncedCount() {
    return unsynced.size();
  }

  /** The record that was appended last, if it is not synced. */
  public Optional<JournalRecord> newestUnsynced() {
    return Optional.ofNullable(unsynced.peekLast()).map(Effect.Persist::entry);
  }

  public boolean holds(Block block) {
    return block.height() <= blocks.size()
        && blocks.get((int) block.height() - 1).hash().equals(block.hash());
  }

  public void append(Effect.Persist persist) {
    unsynced.add(persist);
  }

  /** The oldest record that is not synced, if it was appended by then; it is synced now. */
  public Effect.Persist syncNext(long upTo) {
    return unsynced.isEmpty() || unsynced.peek().sequence() > upTo ? null : keepNext();
  }

  /** The oldest record that is not synced is on the disk now; null when there is none. */
  public Effect.Persist keepNext() {
    var next = unsynced.poll();
    if (next != null) {
      put(next.entry());
    }
    return next;
  }

  public void dropUnsynced() {
    unsynced.clear();
  }

  public void put(JournalRecord entry) {
    records.add(entry);
    switch (entry) {
      case JournalRecord.Signed(var height, var signature) -> signatures.put(height, signature);
      case JournalRecord.Appended(var block) -> {
        blocks.add(attest(block));
        block.transfers().forEach(transfer -> executed.remove(transfer.id()));
      }
      case PaxosRecord.Promised(var ballot) -> promise(ballot);
      case PaxosRecord.Accepted vote -> {
        promise(vote.ballot());
        votes.add(vote);
      }
      case PaxosRecord.Attested about -> attested.put(about.height(), about);
      case PaxosRecord.Executed(var transfers) ->
          transfers.forEach(transfer -> executed.put(transfer.id(), transfer));
      case PaxosRecord.Generation(var number) -> {
        generation = number;
        executed.clear();
        votes.clear();
        joined = false;
      }
      case JournalRecord.Joined() -> joined = true;
      case JournalRecord.Incarnation(var number) -> incarnation = Math.max(incarnation, number);
      case JournalRecord.Clock(var limit) -> clock = Math.max(clock, limit);
      case JournalRecord.Origin _, JournalRecord.Met _, PaxosRecord.RecoveryHeight _ -> {
        // No invariant asks for these.
      }
    }
  }

  /** As a node reads it: what the member knew besides is not on the disk. */
  private Block attest(Block block) {
    var bare = block.with(Attestation.NONE);
    var signature = signatures.get(block.height());
    var about = attested.get(block.height());
    if (about != null) {
      return about.attest(bare);
    }
    return signature == null ? bare : bare.signed(block.proposer(), signature);
  }

  private void promise(Ballot ballot) {
    promised = ballot.above(promised) ? ballot : promised;
  }

  /** A disk with the first records of this one. */
  public Disk copy(int count) {
    var copy = new Disk();
    records.subList(0, Math.min(count, records.size())).forEach(copy::put);
    return copy;
  }
}
