package dev.lockstep.paxos;

/**
 * How long a leader that was surpassed waits before it tries again: at random, so that of two that
 * meet again and again one gets through. Chance comes from the ballot, which is different for each.
 */
public final class Backoff {
  private static final long UNIT_MILLIS = 10;
  private static final int DOUBLINGS_MAX = 5;

  private int failures;

  /**
   * @param surpassed the ballot that came to nothing
   * @return milliseconds
   */
  public long failed(Ballot surpassed) {
    failures = Math.min(failures + 1, DOUBLINGS_MAX);
    return 1 + Math.floorMod(mixed(surpassed), UNIT_MILLIS << failures);
  }

  public void succeeded() {
    failures = 0;
  }

  /** Spreads neighbouring numbers (Steele et al. 2014, the finalizer of SplitMix64). */
  private static long mixed(Ballot ballot) {
    long z = ballot.round() * 0x9E3779B97F4A7C15L + ballot.member().hashCode();
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
