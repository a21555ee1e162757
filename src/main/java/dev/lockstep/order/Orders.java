package dev.lockstep.order;

import dev.lockstep.order.lamport.LamportOrder;
import dev.lockstep.order.paxos.PaxosOrder;

/** Which protocol a ledger is ordered by: its genesis says it. */
public final class Orders {
  private Orders() {}

  /**
   * A member at the start of an incarnation.
   *
   * @param memory as read back from the disk; it is this order's from now on
   * @param incarnation of this start, already on the disk
   * @param rejoin whether the member was told that its disk was lost
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
