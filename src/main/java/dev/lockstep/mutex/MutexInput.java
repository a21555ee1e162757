package dev.lockstep.mutex;

/** What can happen to the mutex. */
public sealed interface MutexInput {
  /** The member says hello to all: at its start, and again until it participates. */
  record Greet() implements MutexInput {}

  /**
   * The incarnation begins: the first input.
   *
   * @param start names this start of the process; no other start of this member has the same
   */
  record Begin(long start) implements MutexInput {}

  /** That the member participates is durable. The answer to {@link MutexEffect.Join}. */
  record Joined() implements MutexInput {}

  /**
   * @param acknowledged by what message the sender learns that this member has its claim
   */
  record Received(MutexMessage message, Acknowledgment acknowledged) implements MutexInput {
    public Received(MutexMessage message) {
      this(message, Acknowledgment.AT_ONCE);
    }
  }

  /**
   * Any later message of its receiver acknowledges a claim, so one that is on its way anyhow does
   * as well as one that is sent for it alone (design L1, L18).
   */
  enum Acknowledgment {
    /** By a message of its own, as in the paper. */
    AT_ONCE,

    /** By the release of the receiver, where the receiver has an earlier claim. */
    BY_RELEASE,

    /** By a {@link Report} to the sender, which follows as soon as the disk allows. */
    BY_REPORT
  }

  /** The member wants to enter. It must have no claim. */
  record Acquire() implements MutexInput {}

  /** The member no longer wants to enter. It must have a claim and not be inside. */
  record Withdraw() implements MutexInput {}

  /**
   * The member leaves the critical section.
   *
   * @param again whether it claims again at once: the release then serves as the next request too
   */
  record Leave(boolean again) implements MutexInput {}

  /**
   * The member stays in the critical section with nothing to do, until another member claims. Its
   * claim stands.
   */
  record Keep() implements MutexInput {}

  /** A member that has stayed in the critical section goes on in it. */
  record Resume() implements MutexInput {}

  /** The member's chain has grown. */
  record Grown(Head head) implements MutexInput {}

  /** More of the member's chain is durable. Other members hear of it by {@link Report}. */
  record Synced(long durable) implements MutexInput {}

  /** The member reports to another one what is on its disk. */
  record Report(String to) implements MutexInput {}

  /** The incarnation that {@link MutexEffect.Renew} asked for is durable. */
  record Renewed(long incarnation) implements MutexInput {}

  /** The resend interval has passed: repeat what has not been answered. */
  record Resend() implements MutexInput {}

  /** The heartbeat interval has passed. */
  record Beat() implements MutexInput {}
}
