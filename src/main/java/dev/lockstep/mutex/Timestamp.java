package dev.lockstep.mutex;

/**
 * A place in the total order of all requests (Lamport 1978, the relation ⇒): by time, then by name.
 *
 * @param time Lamport time
 */
public record Timestamp(long time, String member) implements Comparable<Timestamp> {
  @Override
  public int compareTo(Timestamp other) {
    int byTime = Long.compare(time, other.time);
    return byTime != 0 ? byTime : member.compareTo(other.member);
  }

  public boolean before(Timestamp other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return "(" + time + "," + member + ")";
  }
}
