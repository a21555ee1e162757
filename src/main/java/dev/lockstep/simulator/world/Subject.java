package dev.lockstep.simulator.world;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.Orders;
import dev.lockstep.simulator.invariant.Invariant;
import dev.lockstep.simulator.invariant.Invariants;
import dev.lockstep.simulator.member.Member;
import java.util.List;
import java.util.stream.Stream;

/**
 * The protocol under test. A protocol that no genesis names is tried with a subject of its own; it
 * needs no change here.
 *
 * @param orders starts a member
 * @param invariants of this protocol alone
 * @param isLedger whether those of every ledger are checked too
 */
public record Subject(OrderFactory orders, InvariantList invariants, boolean isLedger) {
  /** Those of every ledger are checked too. */
  public Subject(OrderFactory orders, InvariantList invariants) {
    this(orders, invariants, true);
  }

  /** Makes the invariants for one execution, before its first step. */
  @FunctionalInterface
  public interface InvariantList {
    List<Invariant> of(Genesis genesis, List<Member> members);
  }

  /** The protocol that a genesis names, as a node runs it. */
  public static Subject of(Protocol protocol) {
    return switch (protocol) {
      case LAMPORT -> new Subject(Orders::start, Invariants::ofLamport);
      case PAXOS -> new Subject(Orders::start, Invariants::ofPaxos);
    };
  }

  /** Everything that must hold of an execution of this protocol. */
  public List<Invariant> allInvariants(Genesis genesis, List<Member> members) {
    var ofLedger = isLedger ? Invariants.ofEveryProtocol(genesis, members) : List.<Invariant>of();
    return Stream.of(ofLedger, invariants.of(genesis, members)).flatMap(List::stream).toList();
  }
}
