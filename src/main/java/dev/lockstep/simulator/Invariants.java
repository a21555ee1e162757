package dev.lockstep.simulator;

import dev.lockstep.chain.Genesis;
import java.util.ArrayList;
import java.util.List;

/** What must hold, by protocol ({@code docs/correctness.md}). */
final class Invariants {
  private Invariants() {}

  static List<Invariant> of(Genesis genesis, List<Member> members) {
    List<Invariant> all =
        new ArrayList<>(
            List.of(
                new PersistedFirst(),
                new Linked(genesis),
                new Agreement(members),
                new Once(members),
                new Conservation(genesis, members),
                new AnswerTruth(genesis)));
    if (genesis.protocol().equals("paxos")) {
      all.addAll(
          List.of(
              new PromiseKept(genesis),
              new Ballots(members),
              new Chosen(members),
              new Covered(genesis),
              new Gathered(members)));
    } else {
      all.addAll(
          List.of(new MutualExclusion(), new RequestOrder(), new Durable(members), new RealTime()));
    }
    return List.copyOf(all);
  }
}
