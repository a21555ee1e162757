package dev.lockstep.mutex;

/** What the mutex wants done, in this order. */
public sealed interface MutexEffect {
  record Send(String to, MutexMessage message) implements MutexEffect {}

  /** The member is in the critical section from now on. */
  record Enter(Timestamp claim) implements MutexEffect {}

  /** Another member claims: the member has left the critical section that it had kept. */
  record Yielded(Timestamp claim) implements MutexEffect {}

  /**
   * All others have answered this incarnation. The member participates when this is durable, which
   * {@link MutexInput.Joined} reports.
   */
  record Join() implements MutexEffect {}

  /**
   * A peer remembers what this member has forgotten: the member sends nothing any more.
   *
   * @param reason one sentence: who remembers what
   */
  record Lost(String reason) implements MutexEffect {}

  /**
   * An incarnation of another member participates: to be journalled. Nothing waits for its sync.
   */
  record Met(String member, long incarnation) implements MutexEffect {}

  /** A rejoining member has learned which incarnations are used: this one is to be made durable. */
  record Renew(long incarnation) implements MutexEffect {}

  /** A message was not believed. */
  record Dropped(MutexMessage message, String reason) implements MutexEffect {}
}
