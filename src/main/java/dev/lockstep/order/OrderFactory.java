package dev.lockstep.order;

/**
 * Starts a member of one protocol. {@link Orders#start} does so for the protocols that a genesis
 * can name; a node and the simulator take any other implementation of {@link Order} as well.
 */
@FunctionalInterface
public interface OrderFactory {
  /**
   * A member at the start of a process.
   *
   * @param memory as read back from the disk; it belongs to the order from now on
   * @param incarnation of this process, already on the disk; 0 for one that rejoins and knows none
   * @param rejoin whether the operator has said that the disk was lost
   */
  Order start(String self, Memory memory, long incarnation, boolean rejoin, Limits limits);
}
