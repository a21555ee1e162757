package dev.lockstep.lab;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import java.util.Optional;

/**
 * A transfer that a client has asked for.
 *
 * @param number among the transfers of the life, from 1
 * @param member that was asked
 */
public record Asked(int number, String member, Transfer transfer, Optional<Outcome> outcome) {
  Asked answered(Outcome answer) {
    return new Asked(number, member, transfer, Optional.of(answer));
  }

  /** In one word, or two: {@code committed}. */
  public String word() {
    return outcome.map(Asked::word).orElse("waiting");
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> "committed";
      case Outcome.Executed _ -> "executed";
      case Outcome.Refused _ -> "refused";
      case Outcome.Unavailable _ -> "unavailable";
      case Outcome.Overloaded _ -> "overloaded";
      case Outcome.InDoubt _ -> "in doubt";
      case Outcome.NotFound _ -> "not found";
    };
  }

  /** Where it is, or why it is not; empty when there is nothing to add. */
  public String detail() {
    return outcome.map(Asked::detail).orElse("");
  }

  private static String detail(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed(var location, var _, var _) ->
          "at height " + location.height() + ", position " + location.position();
      case Outcome.Refused(var refusal) -> refusal.detail();
      case Outcome.Unavailable(var _, var reason) -> reason;
      case Outcome.InDoubt(var _, var reason) -> reason;
      case Outcome.Executed _, Outcome.Overloaded _, Outcome.NotFound _ -> "";
    };
  }

  /** As it was asked for: {@code A pays B 4.00}. */
  public String text() {
    return transfer.from() + " pays " + transfer.to() + " " + Amount.format(transfer.amount());
  }
}
