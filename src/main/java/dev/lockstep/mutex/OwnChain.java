package dev.lockstep.mutex;

/**
 * How far this member's copy of the chain has come.
 *
 * @param head its newest block
 * @param durable the height up to which it is on this member's disk
 */
record OwnChain(Head head, long durable) {
  OwnChain grown(Head newHead) {
    return new OwnChain(newHead, durable);
  }

  OwnChain synced(long height) {
    return new OwnChain(head, height);
  }
}
