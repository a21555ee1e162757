package dev.lockstep.paxos;

/**
 * How long a leader waits after a higher ballot has ended its own: a pseudo-random time, so that
 * one of two duelling leaders gets through. It is computed from the ballot, which no two leaders
 * share, so that a run can be replayed.
 */
public final class Backoff {
  private static final long UNIT_MILLIS = 10;
  private static final int DOUBLINGS_MAX = 5;

  private int failures;

  /**
   * @param surpassed the ballot that failed
   * @return milliseconds to wait
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
