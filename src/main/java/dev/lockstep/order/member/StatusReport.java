package dev.lockstep.order.member;

import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Status;
import java.util.List;

/** The status of a member at one moment. Decides nothing. */
public interface StatusReport {
  MemberState state();

  /** Why the state is what it is, empty when there is nothing to say. */
  String reason();

  /** The members whose answer or return is awaited. */
  List<String> waitingFor();

  /** Why a transfer that waits cannot be decided now: one sentence. */
  String unavailableReason();

  Status status();

  default Outcome.Unavailable unavailable() {
    return new Outcome.Unavailable(waitingFor(), unavailableReason());
  }
}
