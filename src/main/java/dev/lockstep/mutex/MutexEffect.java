package dev.lockstep.mutex;

/** What the mutex wants done, in this order. */
public sealed interface MutexEffect {
  record Send(String to, MutexMessage message) implements MutexEffect {}

  /** The member is in the critical section from now on. */
  record Enter(Timestamp claim) implements MutexEffect {}

  /**
   * Everybody has answered this incarnation. The member takes part as soon as its disk says so and
   * it has been told by {@link MutexInput.Joined}.
   */
  record Join() implements MutexEffect {}

  /**
   * The member has forgotten what it once said, and must not speak any more.
   *
   * @param reason one sentence: who remembers what
   */
  record Forgotten(String reason) implements MutexEffect {}

  /** A life of another member takes part: to be remembered on the disk, when there is time. */
  record Met(String member, long incarnation) implements MutexEffect {}

  /** A rejoining member has learned which incarnations are used up: this one is to be stored. */
  record Renew(long incarnation) implements MutexEffect {}

  /** A message was not believed. */
  record Dropped(MutexMessage message, String reason) implements MutexEffect {}
}
