package dev.lockstep.lab;

/** The way of messages from one member to another. */
public record Link(String from, String to) implements Comparable<Link> {
  @Override
  public int compareTo(Link other) {
    int byFrom = from.compareTo(other.from);
    return byFrom != 0 ? byFrom : to.compareTo(other.to);
  }

  Link reversed() {
    return new Link(to, from);
  }

  /** As a scenario writes it. */
  @Override
  public String toString() {
    return from + "→" + to;
  }
}
