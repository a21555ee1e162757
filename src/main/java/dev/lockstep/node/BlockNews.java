package dev.lockstep.node;

import dev.lockstep.order.Event;
import org.slf4j.Logger;

/** What has become of blocks, in as few lines of the log as can be read. */
final class BlockNews {
  private final Logger log;
  private Event.Appended first;
  private Event.Appended last;
  private long transfers;
  private Event.Committed committed;

  BlockNews(Logger log) {
    this.log = log;
  }

  /** Whether an event is of this kind: under load there are hundreds in a second. */
  static boolean is(Event event) {
    return event instanceof Event.Appended || event instanceof Event.Committed;
  }

  BlockNews add(Event.Appended appended) {
    first = first == null ? appended : first;
    last = appended;
    transfers += appended.transfers();
    return this;
  }

  BlockNews add(Event.Committed reached) {
    committed = reached;
    return this;
  }

  /** Writes what was added since the last call. */
  void write() {
    if (first != null && first == last) {
      log.info(
          "[{}] block {} {} by {} with {} transfers",
          last.time(),
          last.height(),
          last.hash().abbreviated(),
          last.proposer(),
          transfers);
    } else if (first != null) {
      log.info(
          "[{}] blocks {} to {} {} with {} transfers",
          last.time(),
          first.height(),
          last.height(),
          last.hash().abbreviated(),
          transfers);
    }
    if (committed != null) {
      log.info("[{}] committed up to {}", committed.time(), committed.height());
    }
    first = null;
    last = null;
    transfers = 0;
    committed = null;
  }
}
