package dev.lockstep.order.lamport;

import dev.lockstep.mutex.LamportMutex;
import dev.lockstep.order.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** A member of Lamport mode at one moment: its mutex as it was then. */
record LamportSnapshot(LamportMutex mutex, long committed) implements Snapshot {
  @Override
  public View view() {
    return new View(
        mutex.time(),
        mutex.incarnation(),
        mutex.head().height(),
        mutex.durable(),
        committed,
        heard(),
        new Section(mutex.claim(), place(), mutex.queue()));
  }

  @Override
  public boolean isSame(Snapshot other) {
    // A mutex never changes, and a step that changes nothing returns the same one.
    return other instanceof LamportSnapshot(var theirs, var known)
        && mutex == theirs
        && committed == known;
  }

  private Place place() {
    if (mutex.claim().isEmpty()) {
      return Place.OUTSIDE;
    }
    if (mutex.kept()) {
      return Place.KEPT;
    }
    return mutex.inside() ? Place.INSIDE : Place.WAITING;
  }

  /** A loop and no stream, because two of these are made for each event. */
  private List<Heard> heard() {
    List<Heard> heard = new ArrayList<>(mutex.peers().size());
    for (var each : mutex.peers().entrySet()) {
      var state = each.getValue().heard();
      if (state.isPresent()) {
        heard.add(
            new Heard(
                each.getKey(),
                state.get().time(),
                state.get().head().height(),
                each.getValue().durable(),
                state.get().claim(),
                mutex.allows(each.getKey())));
      }
    }
    return heard;
  }
}
