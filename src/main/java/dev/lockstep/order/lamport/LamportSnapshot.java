package dev.lockstep.order.lamport;

import dev.lockstep.mutex.LamportMutex;
import dev.lockstep.mutex.Peer;
import dev.lockstep.order.Snapshot;
import java.util.Map;
import java.util.stream.Stream;

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
        mutex.peers().entrySet().stream().flatMap(this::heard).toList(),
        new Section(mutex.claim(), place(), mutex.queue()));
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

  private Stream<Heard> heard(Map.Entry<String, Peer> each) {
    var peer = each.getValue();
    return peer.heard().stream()
        .map(
            state ->
                new Heard(
                    each.getKey(),
                    state.time(),
                    state.head().height(),
                    peer.durable(),
                    state.claim(),
                    mutex.allows(each.getKey())));
  }
}
