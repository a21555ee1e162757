package dev.lockstep.order;

import java.util.List;

/** The ledger ordered by the modified Paxos (design section 5). */
public final class PaxosOrder implements Order {
  PaxosOrder(String self, Memory memory, long incarnation, boolean rejoin, Limits limits) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public List<Effect> step(Input input, long now) {
    return List.of();
  }

  @Override
  public Status status(long now) {
    throw new UnsupportedOperationException("being written");
  }
}
