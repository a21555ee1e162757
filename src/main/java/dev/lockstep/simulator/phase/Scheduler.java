package dev.lockstep.simulator.phase;

import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Agenda;
import dev.lockstep.simulator.world.World;
import java.util.PriorityQueue;

/** Virtual time: what is due comes in the order of its time, and then of its making. */
abstract class Scheduler implements Agenda {
  final World world;
  private final PriorityQueue<Due> due = new PriorityQueue<>();
  private long made;

  private record Due(long at, long number, Runnable what) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  Scheduler(World world) {
    this.world = world;
    this.time = world.now();
  }

  private long time;

  long now() {
    return time;
  }

  void at(long when, Runnable what) {
    due.add(new Due(Math.max(when, time), made++, what));
  }

  void after(long millis, Runnable what) {
    at(time + millis, what);
  }

  /** Does the next thing; false when it is not due by then. */
  boolean next(long until) {
    if (due.isEmpty() || due.peek().at > until) {
      time = Math.max(time, until);
      return false;
    }
    var first = due.poll();
    time = first.at;
    first.what.run();
    return true;
  }

  void happen(Action action) {
    world.happen(time, action);
  }
}
