package dev.lockstep.order;

/**
 * The intervals and time limits of the protocols, in milliseconds. Safety depends on none of them.
 */
public final class Pace {
  public static final long TICK = 50;

  /** After this time, a member repeats a message that was not answered. */
  public static final long RESEND = 200;

  /** The same while a peer is silent, and most likely down. */
  public static final long RESEND_IN_SILENCE = 1_000;

  /** The interval of heartbeats. */
  public static final long BEAT = 250;

  /** A member that was not heard from for longer than this is silent. */
  public static final long SILENT_AFTER = 1_000;

  /** A member that is behind waits this long for the block that may be on its way. */
  public static final long FETCH_AFTER = 40;

  /**
   * A piece of the chain that has not come by then is requested again, if possible from another
   * peer.
   */
  public static final long FETCH_AGAIN = 1_000;

  /**
   * How long a leader that has a majority waits for the promises of others that are up: what they
   * have executed should be on the block too. It waits for a member that has just crashed as well.
   */
  public static final long GRACE = 1_000;

  /** The same for a member that the leader has already waited for in vain. */
  public static final long GRACE_AGAIN = 250;

  /** How long a member that wants a block waits for the one of another leader. */
  public static final long GIVE_WAY = 100;

  /**
   * The same when no client waits for the block, but the local log is long. A ballot takes as long
   * as this where all processors are busy.
   */
  public static final long GIVE_WAY_UNASKED = 500;

  /** By how much the leader of the last block is ahead of others that want the next one unasked. */
  public static final long HEAD_START = 200;

  /** The pause of a leader after a ballot that found nothing to gather. */
  public static final long ROUND_AGAIN = 20;

  private Pace() {}

  /**
   * When a message is repeated that was not answered.
   *
   * @param messageDelay milliseconds by which members hold back what they send, each way
   */
  public static long resend(long messageDelay) {
    return RESEND + 2 * messageDelay;
  }
}
