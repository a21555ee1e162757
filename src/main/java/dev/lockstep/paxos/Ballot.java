package dev.lockstep.paxos;

/**
 * The number of an attempt to decide (Lamport, The Part-Time Parliament, section 2.3): ordered by
 * round, then by the name of its leader, so that no two members lead the same one.
 */
public record Ballot(long round, String member) implements Comparable<Ballot> {
  /** Below every ballot that anybody leads. */
  public static final Ballot NONE = new Ballot(0, "");

  @Override
  public int compareTo(Ballot other) {
    int byRound = Long.compare(round, other.round);
    return byRound != 0 ? byRound : member.compareTo(other.member);
  }

  public boolean above(Ballot other) {
    return compareTo(other) > 0;
  }

  /** The lowest ballot that a member leads and that is above this one. */
  public Ballot next(String leader) {
    return new Ballot(Math.addExact(round, 1), leader);
  }

  @Override
  public String toString() {
    return "(" + round + "," + member + ")";
  }
}
