package dev.lockstep.simulator;

import dev.lockstep.chain.Genesis;
import java.util.List;
import java.util.stream.Stream;

/** What must hold ({@code docs/correctness.md}): of every ledger, and of one protocol alone. */
final class Invariants {
  private Invariants() {}

  /** Everything that must hold of a subject. */
  static List<Invariant> of(Subject subject, Genesis genesis, List<Member> members) {
    return Stream.of(ofEveryLedger(genesis, members), subject.invariants().of(genesis, members))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Invariant> ofEveryLedger(Genesis genesis, List<Member> members) {
    return List.of(
        new PersistedFirst(),
        new Linked(genesis),
        new Agreement(members),
        new Once(members),
        new Conservation(genesis, members),
        new AnswerTruth(genesis));
  }

  static List<Invariant> ofPaxos(Genesis genesis, List<Member> members) {
    return List.of(
        new PromiseKept(genesis),
        new Ballots(members),
        new Chosen(members),
        new Covered(genesis),
        new Gathered(members));
  }

  static List<Invariant> ofLamport(Genesis genesis, List<Member> members) {
    return List.of(new MutualExclusion(), new RequestOrder(), new Durable(members), new RealTime());
  }
}
