package dev.lockstep.lab;

import java.util.List;

/** What may be expected of a moment. */
public sealed interface Condition {
  /** What can be said about one member in one word. */
  enum Word {
    INSIDE,
    OUTSIDE,
    UP,
    DOWN,
    FROZEN,
    JOINING,
    READY,
    WAITING,
    LOST,
    SILENCED,
    LEADING;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  record Is(String member, Word word) implements Condition {}

  record NobodyInside() implements Condition {}

  record NoTwoInside() implements Condition {}

  /**
   * @param whom in any order; nobody when empty
   */
  record WaitsFor(String member, List<String> whom) implements Condition {
    public WaitsFor {
      whom = whom.stream().sorted().toList();
    }
  }

  record Clock(String member, long time) implements Condition {}

  record Height(String member, long height) implements Condition {}

  /**
   * @param member whose chain says so
   * @param amount minor units
   */
  record Balance(String account, String member, long amount) implements Condition {}

  /**
   * @param members whose requests the member knows, in the order in which they will be served
   */
  record Queue(String member, List<String> members) implements Condition {
    public Queue {
      members = List.copyOf(members);
    }
  }

  /** The member has promised to follow this leader. */
  record Follows(String member, String leader) implements Condition {}

  /**
   * @param number of the transfer in its life, from 1
   * @param outcome committed, executed, refused, unavailable, overloaded, in doubt, or waiting
   */
  record Answered(int number, String outcome) implements Condition {}

  /** Of every two chains on disks, one is the beginning of the other; or they differ. */
  record Chains(boolean agree) implements Condition {}

  record InFlight(MessageName message) implements Condition {}

  record NothingInFlight() implements Condition {}

  /** No invariant is broken. */
  record Whole() implements Condition {}

  record Broken(String invariant) implements Condition {}
}
