package dev.lockstep.order.lamport;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexInput;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Purpose;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which request each message of a member serves, for people who watch. */
final class Purposes {
  private final LamportMember member;
  private final Map<String, Timestamp> acknowledged = new HashMap<>();
  private final Map<String, Timestamp> reported = new HashMap<>();
  private Optional<Timestamp> left = Optional.empty();

  Purposes(LamportMember member) {
    this.member = member;
  }

  /** The member leaves the critical section of this claim, or withdraws the claim. */
  void leaves(Timestamp claim) {
    left = Optional.of(claim);
  }

  /** A block is on the disk; its proposer hears of it. Its time is that of its claim. */
  void reports(Block block) {
    reported.put(block.proposer(), new Timestamp(block.time(), block.proposer()));
  }

  /**
   * @param input that the message follows from
   */
  Purpose of(String to, MutexMessage message, MutexInput input) {
    return switch (message) {
      case MutexMessage.Request(var state) ->
          of(state.claim()).again(input instanceof MutexInput.Resend);
      case MutexMessage.Ack _ -> acknowledgment(to);
      case MutexMessage.Append(var state) -> of(state.claim());
      case MutexMessage.Release _ -> of(left);
      case MutexMessage.Durable _ -> of(Optional.ofNullable(reported.get(to)));
      case MutexMessage.Hello _ ->
          Purpose.NONE.again(
              input instanceof MutexInput.Greet || input instanceof MutexInput.Resend);
      case MutexMessage.Welcome _, MutexMessage.Heartbeat _ -> Purpose.NONE;
    };
  }

  private Purpose acknowledgment(String to) {
    var claim = member.peers().get(to).heard().flatMap(state -> state.claim());
    boolean isAgain = claim.isPresent() && claim.get().equals(acknowledged.put(to, claim.get()));
    return of(claim).again(isAgain);
  }

  private static Purpose of(Optional<Timestamp> claim) {
    return claim.map(Purpose::of).orElse(Purpose.NONE);
  }
}
