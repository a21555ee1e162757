package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What waits for the disks: records that are not synced, and reads; and which disks are held. */
final class PendingDisks {
  private final Set<String> held = new HashSet<>();
  private final Map<String, Unsynced> unsynced = new HashMap<>();
  private final List<Reading> readings = new ArrayList<>();

  /**
   * The records of a disk that are not synced.
   *
   * @param age of the oldest
   * @param newest the sequence of the newest
   */
  private record Unsynced(long age, long newest) {}

  record Reading(String member, int read) {}

  void hold(String member) {
    held.add(member);
  }

  /** Returns whether it was held. */
  boolean free(String member) {
    return held.remove(member);
  }

  boolean isHeld(String member) {
    return held.contains(member);
  }

  /**
   * @param age of the record, if it is the oldest one that waits
   */
  void appended(String member, long sequence, long age) {
    unsynced.merge(
        member,
        new Unsynced(age, sequence),
        (before, added) -> new Unsynced(before.age, added.newest));
  }

  /**
   * All records of the disk are synced. What the step that follows from it writes is not.
   *
   * @return the sequence of the newest
   */
  long sync(String member) {
    return unsynced.remove(member).newest;
  }

  /** Nothing waits for this disk. */
  void synced(String member) {
    unsynced.remove(member);
  }

  /** Of the oldest record that is not synced; 0 without any. */
  long age(String member) {
    return Optional.ofNullable(unsynced.get(member)).map(Unsynced::age).orElse(0L);
  }

  void reading(String member, int read) {
    readings.add(new Reading(member, read));
  }

  /** The oldest read of these members, which is done now. */
  Optional<Reading> readNext(Predicate<String> members) {
    var next = readings.stream().filter(reading -> members.test(reading.member)).findFirst();
    next.ifPresent(readings::remove);
    return next;
  }

  /** What waited for a process that has ended waits no more. */
  void forget(Predicate<String> ended) {
    readings.removeIf(reading -> ended.test(reading.member));
    unsynced.keySet().removeIf(ended);
  }
}
