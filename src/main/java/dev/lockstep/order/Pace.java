package dev.lockstep.order;

/** How often things are said again, in milliseconds. Safety does not depend on any of these. */
public final class Pace {
  public static final long TICK = 50;

  /** A request that was not answered. */
  public static final long RESEND = 200;

  /** The same while a peer is silent, which says hello itself when it is back. */
  public static final long RESEND_IN_SILENCE = 1_000;

  /** Heartbeats of a member that has nothing else to say. */
  public static final long BEAT = 250;

  /** A member that was not heard from for longer than this is silent. */
  public static final long SILENT_AFTER = 1_000;

  /** A member that is behind waits this long for the block that may be on its way. */
  public static final long FETCH_AFTER = 40;

  /** A piece of the chain that has not come by then is asked for again, from somebody else. */
  public static final long FETCH_AGAIN = 1_000;

  /**
   * How long a leader that has a majority waits for the promises of others that are up: what they
   * have executed is to be on the block too. It waits for a member that has just crashed as well.
   */
  public static final long GRACE = 250;

  /** How long a member that wants a block waits for the one of another leader. */
  public static final long GIVE_WAY = 100;

  /** The pause after a round in which nobody had anything to gather. */
  public static final long ROUND_AGAIN = 20;

  private Pace() {}
}
