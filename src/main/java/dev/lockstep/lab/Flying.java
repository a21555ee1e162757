package dev.lockstep.lab;

import dev.lockstep.order.Purpose;
import dev.lockstep.order.Stamp;
import dev.lockstep.simulator.member.InFlight;

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
  static Flying of(InFlight inFlight, long age) {
    var message = inFlight.message();
    return new Flying(
        inFlight.number(),
        message.type(),
        new Link(inFlight.from().name, inFlight.to().name),
        message.time(),
        message.blockHeight(),
        stamp(inFlight),
        age);
  }

  /** Members of a textbook do not number their messages, so that it is done for them. */
  private static Stamp stamp(InFlight inFlight) {
    return inFlight.stamp().isNumbered()
        ? inFlight.stamp()
        : new Stamp(
            inFlight.from().name,
            1,
            inFlight.number() + 1L,
            inFlight.message().time(),
            Purpose.NONE);
  }

  /** The same message, sent again. */
  Flying at(long otherAge) {
    return new Flying(number, type, link, time, block, stamp, otherAge);
  }

  /** What is seen of it. */
  public String text() {
    return type
        + " "
        + link
        + (time > 0 ? " at " + time : "")
        + (block > 0 ? " with block " + block : "");
  }
}
