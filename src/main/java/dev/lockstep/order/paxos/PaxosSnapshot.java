package dev.lockstep.order.paxos;

import dev.lockstep.order.Snapshot;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Round;
import dev.lockstep.paxos.Vote;
import java.util.List;
import java.util.Optional;

/** A member of Paxos mode at one moment. What changes in place is copied. */
record PaxosSnapshot(
    long clock,
    long incarnation,
    long height,
    long durable,
    List<PaxosState> states,
    Ballot promised,
    Optional<Vote> accepted,
    Optional<Leading> leading,
    int logged)
    implements Snapshot {
  static PaxosSnapshot of(PaxosMember member, Optional<Round> round) {
    return new PaxosSnapshot(
        member.time(),
        member.incarnation(),
        member.ledger().height(),
        member.durable(),
        member.heard(),
        member.acceptor.promised(),
        member.acceptor.accepted(),
        round.map(PaxosSnapshot::leading),
        member.log.durable());
  }

  private static Leading leading(Round round) {
    return new Leading(
        round.ballot(),
        round.height(),
        round.promises(),
        round.votes(),
        round.highest().map(Vote::ballot));
  }

  @Override
  public View view() {
    var heard =
        states.stream()
            .map(
                state ->
                    new Heard(
                        state.from(),
                        state.time(),
                        state.height(),
                        state.durable(),
                        Optional.empty(),
                        false))
            .toList();
    // Every block of the chain of Paxos mode is chosen by a majority.
    return new View(
        clock,
        incarnation,
        height,
        durable,
        height,
        heard,
        new Voting(promised, accepted.map(Vote::ballot), leading, logged));
  }
}
