package dev.lockstep.console.events;

import dev.lockstep.bus.TraceMessage;
import dev.lockstep.bus.TraceMessage.Item;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions for events of this node, page by page: from memory, and older ones from H2. A
 * question for events that have not happened waits a second for them. Used by the console's event
 * loop only.
 */
final class EventPages {
  private static final Logger LOG = LoggerFactory.getLogger(EventPages.class);

  /** How long a question waits. Its answer is also the sign that this node is there. */
  private static final long WAIT_MILLIS = 1_000;

  /** Events of one transfer go together. */
  private static final long GATHER_MILLIS = 40;

  /** Characters of events in an answer. */
  private static final int TEXT_MAX = 256 << 10;

  /** Questions that may wait or be read from H2 at a time, those of all members together. */
  private static final int ASKED_MAX = 256;

  private final Vertx vertx;
  private final String node;
  private final EventFeed feed;
  private final Audience audience;
  private final Subscription.Past past;
  private final List<Parked> parked = new ArrayList<>();
  private final Audience.Listener news = this::gather;
  private boolean isGathering;
  private int reading;

  /**
   * The events with numbers from {@code first} up to the one before {@code next}.
   *
   * @param last the newest that there is
   */
  record Page(long first, long next, long last, List<Item> items) {}

  private record Parked(long from, Consumer<Page> answer, long timer) {}

  EventPages(Vertx vertx, String node, EventFeed feed, Audience audience, Subscription.Past past) {
    this.vertx = vertx;
    this.node = node;
    this.feed = feed;
    this.audience = audience;
    this.past = past;
  }

  /**
   * @param from the first number, or {@link TraceMessage#NEWEST}
   * @param last how many of the newest, without a number
   * @param answer gets a page, now or within about a second. It gets none when too many ask
   */
  void ask(long from, int last, Consumer<Page> answer) {
    if (parked.size() + reading >= ASKED_MAX) {
      return;
    }
    long begin = begin(from, last);
    if (begin < feed.first()) {
      read(begin, answer);
    } else if (begin <= feed.last()) {
      answer.accept(inMemory(begin));
    } else {
      park(begin, answer);
    }
  }

  /** A number that does not exist yet comes from a lost data directory. */
  private long begin(long from, int last) {
    if (from == TraceMessage.NEWEST) {
      return Math.max(1, feed.last() + 1 - last);
    }
    return from > feed.last() + 1 ? feed.begin() : Math.max(1, from);
  }

  private void park(long from, Consumer<Page> answer) {
    long timer =
        vertx.setTimer(
            WAIT_MILLIS,
            id -> {
              parked.removeIf(each -> each.timer == id);
              answer.accept(page(from, from, List.of()));
            });
    parked.add(new Parked(from, answer, timer));
    audience.join(news);
  }

  private boolean gather() {
    if (!isGathering) {
      isGathering = true;
      audience.leave(news);
      vertx.setTimer(GATHER_MILLIS, _ -> answerParked());
    }
    return false;
  }

  private void answerParked() {
    isGathering = false;
    var waiting = List.copyOf(parked);
    parked.clear();
    for (var each : waiting) {
      vertx.cancelTimer(each.timer);
      ask(each.from, 0, each.answer);
    }
  }

  private Page inMemory(long from) {
    List<Item> items = new ArrayList<>();
    int length = 0;
    long number = from;
    while (number <= feed.last() && items.size() < TraceMessage.EVENTS_MAX && length < TEXT_MAX) {
      var text = feed.get(number);
      items.add(new Item(number, text));
      length += text.length();
      number++;
    }
    return page(from, number, items);
  }

  private Page page(long first, long next, List<Item> items) {
    return new Page(first, next, feed.last(), items);
  }

  private void read(long from, Consumer<Page> answer) {
    long before = feed.first();
    reading++;
    past.read(from, before, TraceMessage.EVENTS_MAX)
        .onComplete(
            read -> {
              reading--;
              if (read.succeeded()) {
                var events = read.result().events();
                var items =
                    events.stream()
                        .map(e -> new Item(e.number(), EventViews.event(node, e)))
                        .toList();
                boolean isFull = events.size() == TraceMessage.EVENTS_MAX;
                long next = isFull ? events.getLast().number() + 1 : before;
                answer.accept(page(from, next, items));
              } else {
                LOG.warn("Events {} to {} could not be read", from, before - 1, read.cause());
                answer.accept(page(from, before, List.of()));
              }
            });
  }
}
