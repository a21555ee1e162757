package dev.lockstep.simulator;

import dev.lockstep.chain.Genesis;
import java.util.List;
import java.util.stream.Stream;

/**
 * What must hold ({@code docs/correctness.md}): of every process and every ledger, and of one
 * protocol alone. Besides these, {@link NoBug} and {@link Progress} hold of an execution as a
 * whole.
 */
final class Invariants {
  private Invariants() {}

  /** Everything that must hold of a subject. */
  static List<Invariant> of(Subject subject, Genesis genesis, List<Member> members) {
    return Stream.of(ofEveryProtocol(genesis, members), subject.invariants().of(genesis, members))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Invariant> ofEveryProtocol(Genesis genesis, List<Member> members) {
    return List.of(
        new NoFalseAlarm(),
        new NoGap(),
        new PersistedFirst(),
        new Linked(genesis),
        new Agreement(members),
        new Once(members),
        new Conservation(genesis, members),
        new AnswerTruth(genesis));
  }

  static List<Invariant> ofPaxos(Genesis genesis, List<Member> members) {
    return List.of(
        new VotesPersisted(genesis),
        new PromiseKept(),
        new Ballots(members),
        new OneChosen(members),
        new Quorum(members),
        new CommittedIsChosen(members),
        new Covered(genesis),
        new ExecutedIsKept(),
        new Gathered(members));
  }

  static List<Invariant> ofLamport(Genesis genesis, List<Member> members) {
    return List.of(new MutualExclusion(), new RequestOrder(), new Durable(members), new RealTime());
  }
}
