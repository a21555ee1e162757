package dev.lockstep.lab;

import dev.lockstep.simulator.world.Unsynced;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What a person does to the cluster of the lab. */
public sealed interface Move extends Entry {
  /**
   * A client asks a member.
   *
   * @param amount minor units
   */
  record Transfer(String member, String from, String to, long amount) implements Move {}

  /** A message in flight arrives. Which one is free: so messages overtake each other. */
  record Deliver(MessageName message) implements Move {}

  record Drop(MessageName message) implements Move {}

  /** The message is in flight twice from now on. */
  record Duplicate(MessageName message) implements Move {}

  /**
   * Messages arrive, the oldest first, and so do those that are sent meanwhile, until none of these
   * is left that can arrive, or until it is so. Where all messages are meant, disks that are not
   * held sync in their turn.
   */
  record DeliverAll(MessageFilter which, Optional<Condition> until) implements Move {}

  record DropAll(MessageFilter which) implements Move {}

  /** Nothing arrives over these links; what is sent waits. */
  record Cut(List<Link> links) implements Move {
    public Cut {
      links = List.copyOf(links);
    }
  }

  /** No member hears a member of another side; the links within a side are whole. */
  record Partition(List<List<String>> sides) implements Move {
    public Partition {
      sides = sides.stream().map(side -> List.copyOf(new TreeSet<>(side))).toList();
    }
  }

  record Heal(List<Link> links) implements Move {
    public Heal {
      links = List.copyOf(links);
    }
  }

  record HealAll() implements Move {}

  record Crash(String member, Unsynced unsynced) implements Move {}

  /**
   * The member will crash, after so many further effects.
   *
   * @param effects records, messages and answers; that many of them still take place
   */
  record CrashAfter(String member, int effects, Unsynced unsynced) implements Move {}

  /**
   * @param rejoin whether the operator says that the disk was lost
   */
  record Restart(String member, boolean rejoin) implements Move {}

  /** The disk of a member that is down is replaced by an empty one. */
  record LoseDisk(String member) implements Move {}

  /** From now on the disk syncs only when it is named. */
  record HoldDisk(String member) implements Move {}

  /** What has been written by now is synced. */
  record SyncDisk(String member) implements Move {}

  /** The disk is no longer held. */
  record FreeDisk(String member) implements Move {}

  /** The process stands still: nothing arrives, and its timer does not fire. */
  record Freeze(String member) implements Move {}

  record Thaw(String member) implements Move {}

  /**
   * The timers of members fire, again and again; each time 50 ms pass.
   *
   * @param member whose timer; that of every member when empty
   */
  record Tick(Optional<String> member, int times) implements Move {}

  /**
   * Time goes on without faults: timers fire and everything that can arrive does, again and again,
   * or until it is so.
   *
   * @param times 50 ms each, at most
   */
  record Run(int times, Optional<Condition> until) implements Move {}

  /** The next action of the seed with which the life has begun. */
  record Simulated() implements Move {}

  /** The next step of the recorded run with which the life has begun. */
  record Recorded() implements Move {}
}
