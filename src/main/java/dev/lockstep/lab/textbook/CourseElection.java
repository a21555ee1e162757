package dev.lockstep.lab.textbook;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Snapshot;
import dev.lockstep.paxos.Ballot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** A member of the course's protocol leads, or wants to. */
final class CourseElection {
  final Ballot ballot;
  final long height;
  final long begun;
  final TreeSet<String> promises = new TreeSet<>();
  final Map<String, List<Transfer>> logs = new TreeMap<>();
  long said;
  boolean isWriting;

  CourseElection(Ballot ballot, long height, long now) {
    this.ballot = ballot;
    this.height = height;
    this.begun = now;
    this.said = now;
  }

  /** A member votes with its log. */
  Snapshot.Leading shown() {
    return new Snapshot.Leading(ballot, height, promises, logs.keySet(), Optional.empty());
  }
}
