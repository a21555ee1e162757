package dev.lockstep.lab;

import dev.lockstep.paxos.Ballot;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A ballot that a member leads, and who has answered it.
 *
 * @param promises of other members
 * @param votes of other members
 */
public record Round(
    Ballot ballot, long height, SortedSet<String> promises, SortedSet<String> votes) {
  static Round of(Ballot ballot, long height) {
    return new Round(ballot, height, new TreeSet<>(), new TreeSet<>());
  }

  Round heard(String type, String from) {
    return switch (type) {
      case "promise" -> new Round(ballot, height, with(promises, from), votes);
      case "accepted" -> new Round(ballot, height, promises, with(votes, from));
      default -> this;
    };
  }

  private static SortedSet<String> with(SortedSet<String> names, String another) {
    var more = new TreeSet<>(names);
    more.add(another);
    return more;
  }
}
