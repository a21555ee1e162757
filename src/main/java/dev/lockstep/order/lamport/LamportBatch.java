package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.order.member.Clients;
import dev.lockstep.order.member.Requests;
import java.util.Optional;

/**
 * Batching in Lamport mode: a member wants a block whenever a transfer of its clients waits. All
 * that wait go on it, in their order, up to the limit of a block. What is left out waits for the
 * member's next turn, which it claims as it leaves.
 */
final class LamportBatch {
  private final LamportMember member;
  private final Clients clients;
  private final LamportTransfers transfers;
  private final Requests requests;

  LamportBatch(LamportMember member, Clients clients, LamportTransfers transfers) {
    this.member = member;
    this.clients = clients;
    this.transfers = transfers;
    this.requests = clients.requests();
  }

  boolean isWanted() {
    return requests.isAnyWaiting();
  }

  /**
   * Decides what waits, in order, against the balances.
   *
   * @param time of the claim by which the member is in the critical section
   * @return the block of the accepted transfers, already the head of this member's ledger; empty if
   *     none was accepted
   */
  Optional<Block> build(long time) {
    var draft = member.ledger().draft();
    while (draft.size() < member.limits().blockTransfers() && requests.isAnyWaiting()) {
      var turn = requests.takeNext();
      var decision = draft.offer(turn.transfer(), member.self());
      clients.settle(turn.place(), transfers.known(decision));
    }
    return draft.size() == 0
        ? Optional.empty()
        : Optional.of(draft.seal(time, member.self()).block());
  }
}
