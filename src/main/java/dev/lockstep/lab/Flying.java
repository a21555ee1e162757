package dev.lockstep.lab;

import dev.lockstep.order.Stamp;

/**
 * A message in flight.
 *
 * @param number of the message in its life; its double has the same
 * @param time the Lamport time at which it was sent; 0 when it carries none
 * @param block the height of the block that it brings; 0 for none
 * @param stamp that names it in the events at both ends
 * @param age counts up over all that waits in this life, messages and records: the oldest is lowest
 */
public record Flying(
    int number, String type, Link link, long time, long block, Stamp stamp, long age) {
  /** What is seen of it. */
  public String text() {
    return type
        + " "
        + link
        + (time > 0 ? " at " + time : "")
        + (block > 0 ? " with block " + block : "");
  }
}
