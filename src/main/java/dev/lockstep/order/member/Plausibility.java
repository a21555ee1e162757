package dev.lockstep.order.member;

import dev.lockstep.order.GrowingNumbers;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import java.util.Optional;

/**
 * The bound on every number that only grows (design B1): times, incarnations, generations, ballots
 * and heights. Without it one message with the highest number there is would leave no number for
 * anything that follows, on every disk, for ever.
 *
 * <p>The bound follows from the wall clock, so that it is nearly the same at all members and needs
 * no message: no number grows faster than {@link #PER_MILLI} a millisecond, counted from 2020. Two
 * members may therefore follow each other wherever a third has led one of them. By this rule 2^62
 * is reached in 140,000 years.
 *
 * <p>Safety does not depend on the wall clock: a message that is refused is as good as lost.
 */
final class Plausibility {
  /** More than a member of this ledger can count. */
  static final long PER_MILLI = 1 << 10;

  /** 2020-01-01 in Unix time, milliseconds: no ledger is older. */
  private static final long EPOCH = 1_577_836_800_000L;

  /** One and a half days: wall clocks may differ by that much. */
  static final long SKEW = PER_MILLI << 27;

  private final long startBound;
  private final long start;

  /**
   * @param unixMillis the wall clock at the start
   * @param now milliseconds of the member's own clock at the same time
   */
  Plausibility(long unixMillis, long now) {
    // A machine whose clock begins in 1970 may still take part in a ledger that is young.
    this.startBound = Math.max(0, unixMillis - EPOCH) * PER_MILLI + SKEW;
    this.start = now;
  }

  /** What is wrong with a message. */
  sealed interface Flaw {
    String reason();

    /** A number is above the bound here; the sender's wall clock may be ahead of this one. */
    record Ahead(String reason) implements Flaw {}

    /** No wall clock explains the number: the sender errs or lies. */
    record Impossible(String reason) implements Flaw {}
  }

  /**
   * @param now milliseconds
   * @return what is wrong with the message; empty as a rule
   */
  Optional<Flaw> flaw(PeerMessage message, Stamp stamp, long now) {
    long bound = startBound + (now - start) * PER_MILLI;
    var worst = new Worst();
    GrowingNumbers.visit(message, worst);
    worst.visit("time", stamp.time());
    if (worst.lowest < 0) {
      return Optional.of(
          new Flaw.Impossible("its " + worst.lowestName + " is " + worst.lowest + ", below 0"));
    }
    if (worst.highest <= bound) {
      return Optional.empty();
    }
    var reason = "its " + worst.highestName + " is " + worst.highest + ", above " + bound;
    return Optional.of(
        worst.highest <= bound + SKEW ? new Flaw.Ahead(reason) : new Flaw.Impossible(reason));
  }

  /** The lowest and the highest number of a message. */
  private static final class Worst implements GrowingNumbers.Visitor {
    private String lowestName = "";
    private String highestName = "";
    private long lowest;
    private long highest;

    @Override
    public void visit(String name, long value) {
      if (value < lowest) {
        lowest = value;
        lowestName = name;
      }
      if (value > highest) {
        highest = value;
        highestName = name;
      }
    }
  }
}
