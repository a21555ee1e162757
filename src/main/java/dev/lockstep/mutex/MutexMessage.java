package dev.lockstep.mutex;

/**
 * The messages between two members. Request, ack and release are Lamport's; the others bring a
 * member back after a restart, report what is on the disk, and show that the sender is up.
 */
public sealed interface MutexMessage {
  State state();

  /**
   * "I have started, in this incarnation." Its claim and its heights are not believed.
   *
   * @param rejoin whether the sender knows that its disk was lost
   * @param start names this start of the sender, for the answer
   */
  record Hello(State state, boolean rejoin, long start) implements MutexMessage {}

  /**
   * The answer to a hello: what the sender knows of the receiver.
   *
   * @param participating whether the sender participates: only then is its state evidence
   * @param knownTime the newest time of evidence from the receiver's incarnation, 0 without any
   * @param knownDurable the highest durable height that the receiver ever reported to the sender
   * @param start of the receiver, as its hello named it
   */
  record Welcome(State state, boolean participating, long knownTime, long knownDurable, long start)
      implements MutexMessage {}

  /** "I want to enter; my claim is my place in the queue." */
  record Request(State state) implements MutexMessage {}

  /** "I have your request": nothing that the sender requests from now on is ordered before it. */
  record Ack(State state) implements MutexMessage {}

  /** "I have left." With a claim in its state it is the sender's next request as well. */
  record Release(State state) implements MutexMessage {}

  /**
   * "I stay in the critical section, by the same claim." Where it brings a block, nobody has asked
   * for the section while the block was made.
   */
  record Append(State state) implements MutexMessage {}

  /** "My disk holds the chain up to {@code state.durable}." */
  record Durable(State state) implements MutexMessage {}

  /**
   * "I am up." It is no event of the paper: it carries the time of the sender's clock, and neither
   * the sending nor the receipt advances a clock.
   */
  record Heartbeat(State state) implements MutexMessage {}
}
