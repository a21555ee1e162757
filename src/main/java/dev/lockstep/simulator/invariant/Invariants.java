package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Genesis;
import dev.lockstep.simulator.member.Member;
import java.util.List;

/**
 * What must hold ({@code docs/correctness.md}): of every process and every ledger, and of one
 * protocol alone. Besides these, {@link NoBug} and {@link Progress} hold of an execution as a
 * whole.
 */
public final class Invariants {
  private Invariants() {}

  public static List<Invariant> ofEveryProtocol(Genesis genesis, List<Member> members) {
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

  public static List<Invariant> ofPaxos(Genesis genesis, List<Member> members) {
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

  public static List<Invariant> ofLamport(Genesis genesis, List<Member> members) {
    return List.of(new MutualExclusion(), new RequestOrder(), new Durable(members), new RealTime());
  }

  /** What Lamport 1978 demands of any mutual exclusion. */
  public static List<Invariant> ofMutex() {
    return List.of(new MutualExclusion(), new RequestOrder());
  }
}
