package dev.lockstep.cli.trace;

import java.util.ArrayList;
import java.util.List;

/** An event and its place in the order of all. Changed by {@link CausalOrder} only. */
final class Point {
  final Step step;
  final int lane;
  final long millis;

  /** When it came here, by a clock that only goes forward. */
  final long arrivedNanos;

  /** In the order; below zero while it has none. */
  long place = -1;

  /**
   * The Lamport time, but never before what caused the event: a clock may begin anew with its
   * member, and a heartbeat need not move it.
   */
  long logical;

  Point sender;
  final List<Point> receivers = new ArrayList<>(1);

  /** An entry into the critical section rests on it. */
  boolean isEvidence;

  Point(Step step, int lane, long millis, long arrivedNanos) {
    this.step = step;
    this.lane = lane;
    this.millis = millis;
    this.arrivedNanos = arrivedNanos;
  }

  boolean isPlaced() {
    return place >= 0;
  }

  boolean isBefore(Point other) {
    if (logical != other.logical) {
      return logical < other.logical;
    }
    return millis != other.millis ? millis < other.millis : lane < other.lane;
  }
}
