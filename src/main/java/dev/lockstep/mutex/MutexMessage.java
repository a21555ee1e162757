package dev.lockstep.mutex;

/**
 * What two members say to each other. Request, ack and release are Lamport's; the others bring a
 * member back after a restart and report what is on disk.
 */
public sealed interface MutexMessage {
  State state();

  /**
   * "I am alive, in this incarnation." Tells that and nothing else: its claim is not believed.
   *
   * @param rejoin whether the speaker knows that its disk was lost
   */
  record Hello(State state, boolean rejoin) implements MutexMessage {}

  /**
   * The answer to a hello: what the speaker knows of the receiver.
   *
   * @param participating whether the sender participates: only then is its state evidence
   * @param knownTime the newest time of evidence from the receiver's incarnation, 0 without any
   * @param knownDurable the highest durable height that the receiver ever told the speaker
   */
  record Welcome(State state, boolean participating, long knownTime, long knownDurable)
      implements MutexMessage {}

  /** "I want to enter; my place in the queue is my claim." */
  record Request(State state) implements MutexMessage {}

  /** "I have seen your request." Nothing I ever request from now on can be ordered before it. */
  record Ack(State state) implements MutexMessage {}

  /** "I have left", with the next claim in the same breath where more is waiting. */
  record Release(State state) implements MutexMessage {}

  /** "My disk holds the chain up to {@code state.durable}." */
  record Durable(State state) implements MutexMessage {}

  /** "Still here." */
  record Heartbeat(State state) implements MutexMessage {}
}
