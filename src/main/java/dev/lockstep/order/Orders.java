package dev.lockstep.order;

import dev.lockstep.order.lamport.LamportOrder;
import dev.lockstep.order.paxos.PaxosOrder;

/** Starts the protocol that a ledger's genesis names. */
public final class Orders {
  private Orders() {}

  /**
   * A member at the start of an incarnation.
   *
   * @param memory as read back from the disk; it belongs to the order from now on
   * @param incarnation of this start, already on the disk
   * @param rejoin whether the operator has said that the disk was lost
   */
  public static Order start(
      String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    return new AwakeTime(ordered(self, memory, incarnation, rejoin, limits));
  }

  private static Order ordered(
      String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    return switch (memory.ledger().genesis().protocol()) {
      case LAMPORT -> LamportOrder.start(self, memory, incarnation, rejoin, limits);
      case PAXOS -> PaxosOrder.start(self, memory, incarnation, rejoin, limits);
    };
  }
}
