package dev.lockstep.bus;

import java.util.List;

/**
 * What members say about their events, for people who watch a whole cluster at one node. The
 * protocols do not know of it.
 */
public sealed interface TraceMessage {
  /** Of a first question: there is no number to go on from. */
  long NEWEST = -1;

  /** How many events an answer has at most. */
  int EVENTS_MAX = 256;

  String from();

  /**
   * "Send me your events from this number on, or say in a second that there are none."
   *
   * @param ask is repeated in the answer
   * @param next the number of the first event, or {@link #NEWEST}
   * @param last with {@code NEWEST}: how many of the newest events
   */
  record Ask(String from, long ask, long next, int last) implements TraceMessage {}

  /**
   * The answer: all events that can be shown with numbers from {@code first} up to the one before
   * {@code next}.
   *
   * @param last the newest event of the member when it answered; the one before its first when it
   *     has none
   */
  record Page(String from, long ask, long first, long next, long last, List<Item> items)
      implements TraceMessage {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * @param number of the event
   * @param json the event as {@code subscribe} shows it
   */
  record Item(long number, String json) {}
}
