package dev.lockstep.bus;

import dev.lockstep.order.Snapshot;
import java.util.Optional;

/**
 * What each event of one process has changed of its member's state. The first shows the whole
 * state, and so does every 256th one after it, so that a reader who begins anywhere soon knows all.
 */
public final class StateChanges {
  private static final int WHOLE_EVERY = 256;

  private Optional<Snapshot> last = Optional.empty();
  private int sinceWhole;

  /**
   * @param after the state after the event, where the order has told it
   */
  public Optional<Local.Change> of(Optional<Snapshot> after) {
    var change = after.map(now -> new Local.Change(sinceWhole == 0 ? Optional.empty() : last, now));
    if (change.isPresent()) {
      last = after;
      sinceWhole = (sinceWhole + 1) % WHOLE_EVERY;
    }
    return change;
  }
}
