package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import java.util.List;

/** The answer to one transfer of a client (design M5). Never a guess. */
public sealed interface Outcome {
  /**
   * On the chain for ever: on the disks of a majority.
   *
   * @param block the hash of the block it is on
   * @param existed whether it was there before this request
   */
  record Committed(Location location, Hash block, boolean existed) implements Outcome {}

  /**
   * In the local log of the member that owns the account, on its disk; on no block yet.
   *
   * @param existed whether it was there before this request
   */
  record Executed(boolean existed) implements Outcome {}

  /** Definitely not executed, by the rules. */
  record Refused(Refusal refusal) implements Outcome {}

  /**
   * Definitely not executed, because other members are missing.
   *
   * @param waitingFor the members that were missing
   * @param reason one sentence
   */
  record Unavailable(List<String> waitingFor, String reason) implements Outcome {}

  /**
   * Too much is waiting already: a transfer is definitely not executed, a look-up is not answered.
   */
  record Overloaded(int waiting) implements Outcome {}

  /**
   * May or may not commit; to be asked again by id.
   *
   * @param waitingFor the members that can end the doubt; empty when none of them can
   * @param reason one sentence
   */
  record InDoubt(List<String> waitingFor, String reason) implements Outcome {}

  /** No such transfer is known here. */
  record NotFound() implements Outcome {}
}
