package dev.lockstep.simulator;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.Orders;
import java.util.List;

/**
 * The protocol under test. A protocol that no genesis names is tried with a subject of its own; it
 * needs no change here.
 *
 * @param orders starts a member
 * @param invariants of this protocol alone; those of every ledger are checked in any case
 */
record Subject(OrderFactory orders, InvariantList invariants) {
  /** Makes the invariants for one execution, before its first step. */
  @FunctionalInterface
  interface InvariantList {
    List<Invariant> of(Genesis genesis, List<Member> members);
  }

  /** The protocol that a genesis names, as a node runs it. */
  static Subject of(Protocol protocol) {
    return switch (protocol) {
      case LAMPORT -> new Subject(Orders::start, Invariants::ofLamport);
      case PAXOS -> new Subject(Orders::start, Invariants::ofPaxos);
    };
  }
}
