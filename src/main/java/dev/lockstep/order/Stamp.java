package dev.lockstep.order;

/**
 * What an envelope says about its message, so that the events at both ends name the same message.
 * No decision rests on it, except that a receiver moves its clock beyond the time.
 *
 * @param sender of the message
 * @param start names the start of the sender's process; no other start has the same
 * @param number counts the messages of this start, from 1
 * @param time the sender's Lamport time at the sending
 * @param purpose as the sender says
 */
public record Stamp(String sender, long start, long number, long time, Purpose purpose) {
  /** Of a message that nobody has numbered. */
  public static final Stamp NONE = new Stamp("", 0, 0, 0, Purpose.NONE);

  /** Of a name for people: 32 bits of the start tell the starts of one member apart. */
  private static final long SHOWN = 0xffff_ffffL;

  /** The same for a message that names no request or ballot of a member of this ledger. */
  public Stamp withoutPurpose() {
    return new Stamp(sender, start, number, time, Purpose.NONE);
  }

  public boolean isNumbered() {
    return number > 0;
  }

  /** The name of the message, such as {@code A.1x8kq2a.17}: no other message has it. */
  public String id() {
    return sender + "." + Long.toString(start & SHOWN, Character.MAX_RADIX) + "." + number;
  }
}
