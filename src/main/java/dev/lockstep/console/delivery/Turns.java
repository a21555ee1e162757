package dev.lockstep.console.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Admits a number of holders at a time; the others wait in the order of their requests. Used by the
 * console's event loop only.
 */
final class Turns {
  private final Deque<Promise<Turn>> waiting = new ArrayDeque<>();
  private int free;

  Turns(int atOnce) {
    this.free = atOnce;
  }

  /** Its holder has to end it. */
  final class Turn {
    private boolean isOver;

    private Turn() {}

    /** Gives the next one its turn; a second call does nothing. */
    void end() {
      if (!isOver) {
        isOver = true;
        free++;
        give();
      }
    }
  }

  Future<Turn> take() {
    Promise<Turn> turn = Promise.promise();
    waiting.add(turn);
    give();
    return turn.future();
  }

  int waiting() {
    return waiting.size();
  }

  private void give() {
    while (free > 0 && !waiting.isEmpty()) {
      free--;
      waiting.remove().complete(new Turn());
    }
  }
}
