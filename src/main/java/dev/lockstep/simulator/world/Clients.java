package dev.lockstep.simulator.world;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Input;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The clients of all members: what they wait for, and what they were answered. */
public final class Clients {
  private final Referee referee;
  private final Map<Key, Asked> asked = new LinkedHashMap<>();
  private final Map<Transfer, Outcome> answers = new LinkedHashMap<>();
  private long tickets;

  /** Tickets are those of one member: in a recorded run each member counts its own. */
  private record Key(Member member, long ticket) {}

  /**
   * What a client waits for.
   *
   * @param id of the transfer that it looks for; null when it asks for transfers
   */
  private record Asked(Member member, List<Transfer> transfers, UUID id) {}

  Clients(Referee referee) {
    this.referee = referee;
  }

  /** The last answer to each transfer; "in doubt" when the process ended before it answered. */
  public Map<Transfer, Outcome> answers() {
    return answers;
  }

  /** How many requests have no answer. */
  public int unanswered() {
    return asked.size();
  }

  /** A client asks this member, which is up, for transfers. */
  Input submit(Member member, List<Transfer> transfers) {
    return submit(member, new Input.Submit(++tickets, transfers));
  }

  /** The same with the ticket that the member has given it. */
  Input submit(Member member, Input.Submit input) {
    tickets = Math.max(tickets, input.ticket());
    asked.put(new Key(member, input.ticket()), new Asked(member, input.transfers(), null));
    referee.submitted(member, input.ticket(), input.transfers());
    return input;
  }

  /** A client asks this member, which is up, where a transfer is. */
  Input find(Member member, UUID id) {
    return find(member, new Input.Find(++tickets, id));
  }

  Input find(Member member, Input.Find input) {
    tickets = Math.max(tickets, input.ticket());
    asked.put(new Key(member, input.ticket()), new Asked(member, List.of(), input.id()));
    return input;
  }

  void answer(Member member, long ticket, List<Outcome> outcomes) {
    var question = asked.remove(new Key(member, ticket));
    if (question.id != null) {
      referee.found(question.member, question.id, outcomes.getFirst());
      return;
    }
    for (int i = 0; i < outcomes.size(); i++) {
      referee.answered(question.member, ticket, question.transfers.get(i), outcomes.get(i));
      answers.put(question.transfers.get(i), outcomes.get(i));
    }
  }

  /** The member's process has ended: its open requests stay without an answer. */
  void abandon(Member member) {
    for (var question : asked.values()) {
      if (question.member == member) {
        var doubt = new Outcome.InDoubt(List.of(member.name), member.name + " crashed.");
        question.transfers.forEach(transfer -> answers.put(transfer, doubt));
      }
    }
    asked.values().removeIf(question -> question.member == member);
  }
}
