package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.order.Effect;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The newest vote of this member (design P4 and B6). It counts when it is on the disk and signed.
 * Neither waits for the other.
 */
final class OwnVote {
  private final PaxosMember member;
  private Optional<Cast> newest = Optional.empty();

  private static final class Cast {
    final Ballot ballot;
    final Block block;
    final Consumer<MemberSignature> whenReady;
    boolean isDurable;
    Optional<MemberSignature> signature = Optional.empty();

    Cast(Ballot ballot, Block block, Consumer<MemberSignature> whenReady) {
      this.ballot = ballot;
      this.block = block;
      this.whenReady = whenReady;
    }
  }

  OwnVote(PaxosMember member) {
    this.member = member;
  }

  /**
   * The acceptor has accepted a block.
   *
   * @param whenReady gets the signature, unless there is another vote before
   */
  void cast(Ballot ballot, Block block, Consumer<MemberSignature> whenReady) {
    member.voteFor(block);
    var mine = begin(ballot, block, whenReady);
    member.persistAttestation(block);
    member.persist(
        new PaxosRecord.Accepted(ballot, block),
        () -> {
          mine.isDurable = true;
          count(mine);
        });
  }

  /**
   * The same vote is asked for once more: the answer was lost, or is still to come, or was given by
   * an earlier incarnation.
   */
  void again(Ballot ballot, Block block, Consumer<MemberSignature> whenReady) {
    var before = newest.filter(n -> n.ballot.equals(ballot) && n.block.equals(block));
    if (before.isPresent()) {
      before.filter(n -> n.isDurable).flatMap(n -> n.signature).ifPresent(whenReady);
    } else if (member.outbox().isEverythingSynced()) {
      begin(ballot, block, whenReady).isDurable = true;
    }
  }

  private Cast begin(Ballot ballot, Block block, Consumer<MemberSignature> whenReady) {
    var mine = new Cast(ballot, block, whenReady);
    newest = Optional.of(mine);
    member.outbox().perform(new Effect.Sign(block));
    return mine;
  }

  void signed(Block block) {
    newest
        .filter(n -> n.block.equals(block))
        .ifPresent(
            mine -> {
              mine.signature = block.attestation().signatureOf(member.self());
              count(mine);
            });
  }

  private void count(Cast mine) {
    if (mine.isDurable && newest.filter(n -> n == mine).isPresent()) {
      mine.signature.ifPresent(mine.whenReady);
    }
  }
}
