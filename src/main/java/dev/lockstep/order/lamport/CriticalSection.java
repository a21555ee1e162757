package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexEffect;
import dev.lockstep.mutex.MutexInput;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Effect;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.member.Outbox;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Drives the mutex: claims, enters with a block, leaves when the block is on the disk. */
final class CriticalSection {
  private final LamportMember member;
  private final Outbox outbox;
  private final LamportBatch batch;
  private final boolean joinedBefore;
  private final Purposes purposes;
  private final EntryEvidence evidence;

  /** The proposers of the blocks that have become durable in this step. */
  private final Set<String> proposers = new TreeSet<>();

  private boolean isRenewing;
  private long claimedAt;

  /** The block of this turn. Other blocks of this member may be on their way to its disk too. */
  private Optional<Block> proposed = Optional.empty();

  /** Whether that block is on the disk. */
  private boolean isSynced;

  /** Whether the present step has sent a block of this member to all. */
  private boolean isTold;

  /** That block, once it is signed. */
  private Optional<Block> signed = Optional.empty();

  /**
   * @param joinedBefore whether the disk has the record that the member participates
   */
  CriticalSection(LamportMember member, LamportBatch batch, boolean joinedBefore) {
    this.member = member;
    this.outbox = member.outbox();
    this.batch = batch;
    this.joinedBefore = joinedBefore;
    this.purposes = new Purposes(member);
    this.evidence = new EntryEvidence(member);
  }

  void on(MutexInput input) {
    on(input, Optional.empty());
  }

  /**
   * @param block what the messages of this step carry, if they are releases
   */
  private void on(MutexInput input, Optional<Block> block) {
    var effects = member.step(input);
    if (input instanceof MutexInput.Received(var message, var _)) {
      evidence.heard(message, outbox.hearing());
    }
    for (var effect : effects) {
      switch (effect) {
        case MutexEffect.Send(var to, var message) ->
            outbox.send(
                to, new LamportPeerMessage(message, block), purposes.of(to, message, input));
        case MutexEffect.Enter(var claim) -> enter(claim);
        case MutexEffect.Yielded(var claim) -> noteLeft(claim);
        case MutexEffect.Join() -> join();
        case MutexEffect.Lost(var reason) -> member.markLost(reason);
        case MutexEffect.Renew(var incarnation) -> renew(incarnation);
        case MutexEffect.Met(var peer, var incarnation) ->
            outbox.persist(new JournalRecord.Met(peer, incarnation));
        case MutexEffect.Dropped(var message, var reason) ->
            outbox.noteDropped(message.state().from(), LamportPeerMessage.type(message), reason);
      }
    }
  }

  // --- participation ----------------------------------------------------------------------------

  /** The member journals that it participates, and begins when that is durable (design L11). */
  private void join() {
    if (joinedBefore) {
      joined();
    } else {
      outbox.persist(new JournalRecord.Joined(), this::joined);
    }
  }

  private void joined() {
    on(new MutexInput.Joined());
    goOn();
  }

  /** An incarnation is durable before it sends anything (design L7). */
  private void renew(long incarnation) {
    if (!isRenewing) {
      isRenewing = true;
      outbox.persist(
          new JournalRecord.Incarnation(incarnation),
          () -> on(new MutexInput.Renewed(incarnation)));
    }
  }

  // --- the critical section ---------------------------------------------------------------------

  /** Claims, or makes the next block of a section that was kept, if a transfer waits. */
  void goOn() {
    if (!batch.isWanted() || !member.participates()) {
      return;
    }
    if (member.isKept()) {
      batch.build(member.claim().orElseThrow().time()).ifPresent(this::resume);
    } else if (member.claim().isEmpty() && clockAllowsClaim()) {
      on(new MutexInput.Acquire());
      noteClaim();
    }
  }

  private void resume(Block block) {
    on(new MutexInput.Resume());
    propose(block);
  }

  private void noteClaim() {
    claimedAt = member.now();
    member.claim().ifPresent(claim -> outbox.note(new LamportEvent.Claimed(member.time(), claim)));
  }

  /** When this member has claimed last, in milliseconds. */
  long claimedAt() {
    return claimedAt;
  }

  /**
   * A member without peers enters as soon as it claims, and sends no message that could wait for
   * the clock bound. So it claims only below the durable bound (design L13).
   */
  private boolean clockAllowsClaim() {
    return outbox.covers(member.time() + 1);
  }

  /** Withdraws a claim when no transfer waits any more. */
  void withdrawIfUnwanted() {
    if (member.claim().isPresent() && !member.isInside() && !batch.isWanted()) {
      var claim = member.claim().orElseThrow();
      purposes.leaves(claim);
      on(new MutexInput.Withdraw());
      outbox.note(new LamportEvent.Withdrawn(member.time(), claim));
    }
  }

  private void enter(Timestamp claim) {
    outbox.note(new LamportEvent.Entered(member.time(), claim, evidence.all()));
    batch.build(claim.time()).ifPresentOrElse(this::propose, () -> leave(claim, Optional.empty()));
  }

  /**
   * The block is on this member's disk before anybody else sees it (design L4), and it is signed.
   * Neither waits for the other.
   */
  private void propose(Block block) {
    proposed = Optional.of(block);
    isSynced = false;
    signed = Optional.empty();
    outbox.perform(new Effect.Sign(block));
    persist(block);
  }

  /** The block of this turn has its signature. */
  void signed(Block block) {
    signed = Optional.of(block);
    leaveIfProposed();
  }

  private void leaveIfProposed() {
    if (isSynced && signed.isPresent() && member.isInside()) {
      proposed = Optional.empty();
      isTold = true;
      if (member.mayKeep() && clockAllowsClaim()) {
        on(new MutexInput.Keep(), signed);
        goOn();
      } else {
        leave(member.claim().orElseThrow(), signed);
      }
    }
  }

  /** A section is not kept from members that are missed: nobody writes without all (design L15). */
  void leaveIfAnyIsSilent() {
    if (member.isKept() && !member.silent().isEmpty()) {
      leave(member.claim().orElseThrow(), Optional.empty());
    }
  }

  private void leave(Timestamp claim, Optional<Block> block) {
    boolean again = batch.isWanted() && clockAllowsClaim();
    // Before the mutex leaves: a member without peers enters again within the same step.
    noteLeft(claim);
    on(new MutexInput.Leave(again), block);
    if (again) {
      noteClaim();
    }
  }

  private void noteLeft(Timestamp claim) {
    outbox.note(new LamportEvent.Left(member.time(), claim));
    purposes.leaves(claim);
  }

  // --- blocks -----------------------------------------------------------------------------------

  /** A block of another member joins the chain. */
  void append(String from, Block block) {
    member.append(from, block);
    block
        .signature()
        .ifPresent(each -> outbox.persist(new JournalRecord.Signed(block.height(), each)));
    persist(block);
    member.noteAppended(block);
    on(new MutexInput.Grown(member.head()));
  }

  private void persist(Block block) {
    outbox.persist(new JournalRecord.Appended(block), () -> synced(block));
  }

  private void synced(Block block) {
    outbox.perform(new Effect.Stored(block, List.of()));
    on(new MutexInput.Synced(block.height()));
    if (proposed.filter(block::equals).isPresent()) {
      member.noteAppended(block);
      on(new MutexInput.Grown(member.head()));
      isSynced = true;
      leaveIfProposed();
    }
    proposers.add(block.proposer());
    purposes.reports(block);
  }

  /** Records are on the disk: tells the proposers of the blocks among them, each of them once. */
  void synced(long upTo) {
    proposers.clear();
    isTold = false;
    outbox.synced(upTo);
    proposers.remove(member.self());
    if (!isToldToAll()) {
      proposers.forEach(proposer -> on(new MutexInput.Report(proposer)));
    }
  }

  /**
   * Whether all members hear what is on this disk without a report: by the block of this turn, with
   * which this step has left the section, or which is on its way to the disk (design L18).
   */
  private boolean isToldToAll() {
    return member.limits().keepsSection() && (isTold || proposed.isPresent());
  }
}
