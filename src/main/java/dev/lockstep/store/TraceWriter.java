package dev.lockstep.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes events as {@link TraceLines}. For one thread at a time. */
public final class TraceWriter {
  /** Of a piece, and of a row of H2. */
  static final int EVENTS_MAX = 256;

  /** H2 takes four times as many in a column. */
  static final int CHARACTERS_MAX = 256 << 10;

  /** It is used again, so that it need not grow each time. */
  private StringBuilder text = new StringBuilder();

  private List<TraceLines> done = new ArrayList<>();
  private int events;
  private long first;
  private Instant at;
  private long time;
  private long last;

  /**
   * Adds an event behind those that were added before.
   *
   * @param number above that of the event before
   * @param moment in whole microseconds
   * @param lamportTime of the member at the event
   * @param kind at most 16 characters
   * @param particulars a JSON object; not kept
   */
  public void add(
      long number, Instant moment, long lamportTime, String kind, CharSequence particulars) {
    if (events == EVENTS_MAX || text.length() + particulars.length() >= CHARACTERS_MAX) {
      end();
    }
    if (events == 0) {
      first = number;
      at = moment;
      time = lamportTime;
    }
    TraceLine.append(text, number, moment, lamportTime, kind, particulars);
    text.append('\n');
    last = number;
    events++;
  }

  /** What was added since the last call. */
  public List<TraceLines> take() {
    end();
    var taken = done;
    done = new ArrayList<>();
    return taken;
  }

  private void end() {
    if (events == 0) {
      return;
    }
    done.add(new TraceLines(first, at, time, last, events, text.toString()));
    events = 0;
    text.setLength(0);
    if (text.capacity() > 2 * CHARACTERS_MAX) {
      // One event was longer than all that usually come together.
      text = new StringBuilder();
    }
  }
}
