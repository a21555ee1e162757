package dev.lockstep.order.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Ledger;
import dev.lockstep.order.Event;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Provenance;
import dev.lockstep.order.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * This member, as every protocol needs it: its chain, when it last heard each peer, and its outbox.
 * A protocol adds the state that its members report.
 */
public abstract class LocalMember {
  private final String self;
  private final List<String> others;
  private final Ledger ledger;
  private final Limits limits;
  private final Presences presences;
  private final Outbox outbox;
  private final Accusations accusations = new Accusations();
  private long now;
  private String failStopReason = "";

  /**
   * @param memory as read back from the disk; its ledger is this member's from now on
   */
  protected LocalMember(String self, Memory memory, Limits limits) {
    this.self = self;
    this.ledger = memory.ledger();
    this.limits = limits;
    this.others = ledger.genesis().members().stream().filter(m -> !m.equals(self)).toList();
    this.presences = new Presences(others);
    this.outbox = new Outbox(memory.clock());
  }

  /** The Lamport time. */
  public abstract long time();

  /** Moves the clock to a time that was heard of, and never back. */
  public abstract void hearTime(long heard);

  /** The number of this incarnation; 0 while a rejoining member does not know one. */
  public abstract long incarnation();

  /**
   * The incarnation of a peer that a message is meant for; 0 where the protocol does not check it.
   */
  public abstract long incarnationOf(String peer);

  /** Whether such a message is of the sender's present incarnation and meant for this one. */
  public abstract boolean isCurrent(String from, long incarnation, long receiverIncarnation);

  /** The height up to which a peer has reported its chain as durable. */
  public abstract long durableOf(String peer);

  /**
   * What proves a fetched block.
   *
   * @param heard which peers have sent a block that is not proven yet, by its hash
   */
  public abstract Provenance.Rule provenance(Map<Hash, Set<String>> heard);

  /**
   * Whom to ask for a block that is not proven.
   *
   * @param block as a peer has sent it
   * @param heard the peers that have sent an unproven block of this height
   */
  public abstract Set<String> provers(Block block, Set<String> heard);

  /** The highest block that is known to exist. */
  public abstract long target();

  /** Whether this incarnation may ask others for blocks. */
  public abstract boolean mayFetch();

  /** From now on the member sends nothing, and answers only what it knows for certain. */
  final void failStop(String reason) {
    failStopReason = reason;
  }

  public final boolean isFailStopped() {
    return !failStopReason.isEmpty();
  }

  /** Why the member has stopped, empty while it runs. */
  public final String failStopReason() {
    return failStopReason;
  }

  public final String self() {
    return self;
  }

  /** All members but this one, in the order of genesis. */
  public final List<String> others() {
    return others;
  }

  public final Ledger ledger() {
    return ledger;
  }

  public final Limits limits() {
    return limits;
  }

  public final Presences presences() {
    return presences;
  }

  public final Outbox outbox() {
    return outbox;
  }

  public final Accusations accusations() {
    return accusations;
  }

  /** Milliseconds, as of the present step. */
  public final long now() {
    return now;
  }

  /** Moves the time forward, never back. */
  final void advanceTo(long at) {
    now = Math.max(now, at);
  }

  public final boolean isUp(String peer) {
    return presences.presence(peer, now) == Status.Presence.UP;
  }

  /** The peers that are silent. */
  public final List<String> silent() {
    return others.stream().filter(peer -> !isUp(peer)).toList();
  }

  /**
   * Whether a block is the next one and can be taken in now. A block that is further ahead, or that
   * comes while too much waits for the disk, is fetched later.
   *
   * @throws RefusedMessageException when the block contradicts this member's chain
   */
  public final boolean isNext(String from, Block block) {
    requireNoFork(from, block.height(), block.hash());
    return block.height() == ledger.height() + 1 && !outbox.isCrowded();
  }

  /**
   * Two chains must never part. A message that shows another block at a height of this chain is
   * refused as a whole, so nothing is ever decided by both (design C5).
   *
   * @param other the member that shows a block
   * @param hash of the block that it shows
   * @throws RefusedMessageException when this member has another block at this height
   */
  public final void requireNoFork(String other, long height, Hash hash) {
    if (height <= ledger.height() && !ledger.hashAt(height).equals(hash)) {
      throw new ForkException(
          height,
          "block "
              + height
              + " has hash "
              + hash
              + " at "
              + other
              + " and "
              + ledger.hashAt(height)
              + " at "
              + self);
    }
  }

  /**
   * The same for a block that is not taken in, and that may also be the next one.
   *
   * @throws RefusedMessageException when it is neither of this chain nor fits on its head
   */
  final void requireSameChain(String other, Block block) {
    requireNoFork(other, block.height(), block.hash());
    if (block.height() == ledger.height() + 1) {
      misfit(block)
          .ifPresent(
              reason -> {
                throw refusal(reason);
              });
    }
  }

  /** Why a block cannot be the next one of this chain; empty when it can. */
  public final Optional<String> misfit(Block block) {
    try {
      ledger.requireFits(block);
      return Optional.empty();
    } catch (ChainException misfit) {
      return Optional.of(misfit.getMessage());
    }
  }

  private static RefusedMessageException refusal(String misfit) {
    return new RefusedMessageException("a block does not fit: " + misfit);
  }

  /**
   * A block joins the chain.
   *
   * @param from who has sent it; this member itself when it has built or led it
   * @throws RefusedMessageException when a peer's block does not fit; nothing is changed then
   * @throws ChainException when this member's own block does not fit: it contradicts itself
   */
  public final void append(String from, Block block) {
    try {
      ledger.append(block);
    } catch (ChainException misfit) {
      if (from.equals(self)) {
        throw misfit;
      }
      throw refusal(misfit.getMessage());
    }
  }

  public final void noteAppended(Block block) {
    outbox.note(
        new Event.Appended(
            time(), block.height(), block.hash(), block.proposer(), block.transfers().size()));
  }
}
