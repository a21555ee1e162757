package dev.lockstep.mutex;

/** What can happen to the mutex. */
public sealed interface MutexInput {
  /** The member says hello to all: when it comes to life, and until it takes part. */
  record Greet() implements MutexInput {}

  /** The disk says that the member takes part. The answer to {@link MutexEffect.Join}. */
  record Joined() implements MutexInput {}

  record Received(MutexMessage message) implements MutexInput {}

  /** The member wants to enter. It must have no claim. */
  record Acquire() implements MutexInput {}

  /** The member no longer wants to enter. It must have a claim and not be inside. */
  record Withdraw() implements MutexInput {}

  /**
   * The member leaves the section.
   *
   * @param again whether it claims again at once: the release then serves as the next request
   */
  record Leave(boolean again) implements MutexInput {}

  /** The member's chain has grown. */
  record Grown(Head head) implements MutexInput {}

  /** More of the member's chain is on its disk. Speaking of it is up to {@link Report}. */
  record Synced(long durable) implements MutexInput {}

  /** The member tells another what is on its disk. */
  record Report(String to) implements MutexInput {}

  /** The new incarnation that {@link MutexEffect.Renew} asked for is on the disk. */
  record Renewed(long incarnation) implements MutexInput {}

  /** Time has passed: say again what has not been answered. */
  record Resend() implements MutexInput {}

  /** Time has passed in silence: let the others know that this member is there. */
  record Beat() implements MutexInput {}
}
