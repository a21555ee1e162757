package dev.lockstep.order;

import dev.lockstep.mutex.Timestamp;
import java.util.List;

/** Events of the critical section. */
public sealed interface LamportEvent extends Event {
  record Claimed(long time, Timestamp claim) implements LamportEvent {}

  /**
   * @param evidence of each peer the newest message, on which the entry rests
   */
  record Entered(long time, Timestamp claim, List<Evidence> evidence) implements LamportEvent {
    public Entered {
      evidence = List.copyOf(evidence);
    }
  }

  /**
   * A message that shows that no earlier claim of its sender can come any more.
   *
   * @param time on the message
   */
  record Evidence(String member, String type, long time, Stamp stamp) {}

  /** The claim is given up: no transfer waits any more. */
  record Withdrawn(long time, Timestamp claim) implements LamportEvent {}

  record Left(long time, Timestamp claim) implements LamportEvent {}
}
