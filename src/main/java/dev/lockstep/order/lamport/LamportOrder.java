package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.mutex.Disk;
import dev.lockstep.mutex.MutexInput;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Memory;
import dev.lockstep.order.Order;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Snapshot;
import dev.lockstep.order.member.Clients;
import dev.lockstep.order.member.MemberLife;
import dev.lockstep.order.member.ProtocolRules;
import dev.lockstep.order.member.RefusedMessageException;
import dev.lockstep.order.member.StatusReport;
import java.util.Optional;

/**
 * The ledger ordered by Lamport's mutual exclusion (design L1 to L19): a member that has transfers
 * waiting enters the critical section, puts them on one block, journals it, and sends it with the
 * release, or with the message that keeps the section. A block is committed when it is on the disks
 * of a majority.
 */
public final class LamportOrder implements ProtocolRules {
  private final LamportMember member;
  private final CriticalSection section;
  private final Clients clients;
  private final EarlyBlocks early = new EarlyBlocks();
  private long lastBeat;
  private long lastResend;

  private LamportOrder(LamportMember member, CriticalSection section, Clients clients) {
    this.member = member;
    this.section = section;
    this.clients = clients;
  }

  /**
   * A member at the start of an incarnation.
   *
   * @param memory as read back from the disk; its ledger belongs to this order from now on
   * @param incarnation of this start, already on the disk
   * @param rejoin whether the operator has said that the disk was lost
   */
  public static Order start(
      String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    boolean joinedBefore = memory.joined() || memory.ledger().height() > 0;
    var member = new LamportMember(self, memory, incarnation, disk(joinedBefore, rejoin), limits);
    var transfers = new LamportTransfers(member);
    var clients = new Clients(member, transfers);
    var batch = new LamportBatch(member, clients, transfers);
    var section = new CriticalSection(member, batch, joinedBefore);
    return new MemberLife(member, clients, new LamportOrder(member, section, clients));
  }

  private static Disk disk(boolean joinedBefore, boolean rejoin) {
    if (rejoin) {
      return Disk.LOST;
    }
    return joinedBefore ? Disk.KEPT : Disk.EMPTY;
  }

  @Override
  public void start(long start) {
    lastBeat = member.now();
    section.on(new MutexInput.Begin(start));
  }

  @Override
  public void submitted() {
    section.goOn();
  }

  @Override
  public void received(PeerMessage message) {
    if (message instanceof LamportPeerMessage(var turn, var block)) {
      received(turn, block);
    }
  }

  @Override
  public boolean isNews(PeerMessage heartbeat) {
    return heartbeat instanceof LamportPeerMessage(var turn, var _) && member.isAwaited(turn);
  }

  private void received(MutexMessage turn, Optional<Block> block) {
    var state = turn.state();
    long height = member.ledger().height();
    member.presences().markLost(state.from(), member.hasForgotten(turn));
    if (member.isBelievable(turn)) {
      member.requireNoFork(state.from(), state.head().height(), state.head().hash());
      block.ifPresent(each -> appendReleased(turn, each));
    }
    section.on(new MutexInput.Received(turn, acknowledged(member.ledger().height() > height)));
    commit();
    section.goOn();
  }

  /**
   * How a claim that the message makes is acknowledged. A cluster that does not keep the section
   * sends each message of the paper by itself.
   *
   * @param isTakenIn whether the message has brought a block, whose proposer hears of it later
   */
  private MutexInput.Acknowledgment acknowledged(boolean isTakenIn) {
    if (!member.limits().keepsSection()) {
      return MutexInput.Acknowledgment.AT_ONCE;
    }
    return isTakenIn ? MutexInput.Acknowledgment.BY_REPORT : MutexInput.Acknowledgment.BY_RELEASE;
  }

  /** With a release comes the block of the member that leaves the critical section, no other. */
  private void appendReleased(MutexMessage turn, Block block) {
    var from = turn.state().from();
    if (!block.proposer().equals(from)) {
      throw new RefusedMessageException(
          "it brings block " + block.height() + " of " + Excerpt.of(block.proposer()));
    }
    if (block.signature().isEmpty()) {
      throw new RefusedMessageException(
          "it brings block " + block.height() + " without a signature");
    }
    early.keep(turn, block, member.ledger().height());
    append(from, block);
  }

  @Override
  public void append(String from, Block block) {
    if (member.isNext(from, block)) {
      section.append(from, block);
      early.take(block.height() + 1).filter(this::isAsIfItCameNow).ifPresent(this::append);
    }
  }

  /**
   * A link may delay a message for as long as it likes, so a block may be taken in later if its
   * message would be believed now. One that does not fit is fetched, and its sender is found out.
   */
  private boolean isAsIfItCameNow(EarlyBlocks.Early kept) {
    return member.isBelievable(kept.turn()) && member.misfit(kept.block()).isEmpty();
  }

  private void append(EarlyBlocks.Early kept) {
    append(kept.block().proposer(), kept.block());
  }

  @Override
  public void signed(Block block) {
    section.signed(block);
    commit();
  }

  @Override
  public void logSigned(long height, SignedLog log) {
    throw new IllegalStateException("nobody has asked to sign " + log);
  }

  @Override
  public void synced(long upTo) {
    section.synced(upTo);
    commit();
  }

  private void commit() {
    if (member.commit()) {
      member.outbox().note(new Event.Committed(member.time(), member.committed()));
      clients.requests().committed(member.committed());
    }
  }

  @Override
  public void clockBoundRaised() {
    section.goOn();
  }

  @Override
  public void tick() {
    section.withdrawIfUnwanted();
    section.leaveIfAnyIsSilent();
    long now = member.now();
    // A claim may be younger than the last resend: its answers have as much time as all others.
    boolean isResendDue = now - Math.max(lastResend, section.claimedAt()) >= resendInterval();
    if (member.participates() && isResendDue) {
      lastResend = now;
      section.on(new MutexInput.Resend());
    }
    // Before it participates, a member sends nothing but hellos of its own accord.
    boolean participates = member.participates();
    long delay = member.limits().messageDelay();
    if (now - lastBeat >= (participates ? Pace.BEAT : Pace.BEAT + 2 * delay)) {
      lastBeat = now;
      section.on(participates ? new MutexInput.Beat() : new MutexInput.Greet());
    }
    section.goOn();
  }

  private long resendInterval() {
    long answered = Pace.resend(member.limits().messageDelay());
    return member.silent().isEmpty() ? answered : Math.max(answered, Pace.RESEND_IN_SILENCE);
  }

  @Override
  public void goOn() {
    // Nothing is left to do: each method has done at once what it made possible.
  }

  @Override
  public StatusReport report() {
    return new LamportStatusReport(member, clients.requests().waitingCount());
  }

  @Override
  public Snapshot snapshot() {
    return member.snapshot();
  }
}
