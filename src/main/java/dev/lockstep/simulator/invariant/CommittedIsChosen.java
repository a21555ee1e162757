package dev.lockstep.simulator.invariant;

import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.List;
import java.util.UUID;

/**
 * Paxos mode: what is answered as committed is on a chosen block, and on the disk of the member
 * that answers, at the place that it names.
 *
 * <p>Source: rules M5, P4 and D2 of docs/design.md.
 */
final class CommittedIsChosen implements Invariant {
  private final Votes votes;

  CommittedIsChosen(List<Member> members) {
    this.votes = new Votes(members);
  }

  @Override
  public void restored(Member member) {
    votes.restored(member);
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    votes.kept(member, entry);
  }

  @Override
  public void told(Member member, UUID id, Outcome outcome) {
    if (outcome instanceof Outcome.Committed(var location, var hash, var _)) {
      boolean isThere =
          votes.isChosen(hash)
              && member.disk.height() >= location.height()
              && member.disk.blocks().get((int) location.height() - 1).hash().equals(hash)
              && isAt(member, location.height(), location.position(), id);
      if (!isThere) {
        throw new Violation(
            CommittedIsChosen.class,
            member.name
                + " answers that "
                + id
                + " is committed at "
                + location
                + ", but it is not");
      }
    }
  }

  private static boolean isAt(Member member, long height, int position, UUID id) {
    var transfers = member.disk.blocks().get((int) height - 1).transfers();
    return position < transfers.size() && transfers.get(position).id().equals(id);
  }
}
