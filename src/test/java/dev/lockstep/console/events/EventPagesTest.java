package dev.lockstep.console.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Local;
import dev.lockstep.bus.TraceMessage;
import dev.lockstep.order.Event;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A page of a node's events")
class EventPagesTest {
  /** Events from here on are of this run. */
  private static final long BEGIN = 101;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final EventFeed feed = new EventFeed("A", 1_000, BEGIN);
  private final Audience audience = new Audience(task -> vertx.setTimer(1, _ -> task.run()));
  private final BlockingQueue<EventPages.Page> answers = new LinkedBlockingQueue<>();

  /** In H2 are 90 to 100. */
  private final EventPages pages =
      new EventPages(vertx, "A", feed, audience, (from, before, limit) -> past(from, before));

  private static Future<StoreQuery.Trace> past(long from, long before) {
    var events =
        LongStream.range(Math.max(from, 90), Math.min(before, BEGIN))
            .mapToObj(n -> new TracedEvent(n, Instant.EPOCH, n, "left", "{}"))
            .toList();
    return Future.succeededFuture(new StoreQuery.Trace(OptionalLong.of(90), events));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private void happen(long number) {
    feed.add(new Local.Numbered(number, Instant.EPOCH, new Event.Committed(number, number)));
  }

  /** Everything of a console is done on its event loop. */
  private void onLoop(Runnable task) {
    var done = Promise.<Void>promise();
    context.runOnContext(
        _ -> {
          task.run();
          done.complete();
        });
    done.future().await();
  }

  private void ask(long from, int last) {
    onLoop(() -> pages.ask(from, last, answers::add));
  }

  private EventPages.Page answer() throws InterruptedException {
    var page = answers.poll(10, TimeUnit.SECONDS);
    assertTrue(page != null, "no answer came");
    return page;
  }

  private static List<Long> numbers(EventPages.Page page) {
    return page.items().stream().map(TraceMessage.Item::number).toList();
  }

  @Test
  void comes_at_once_from_memory_and_says_how_far_the_events_go() throws InterruptedException {
    onLoop(() -> LongStream.rangeClosed(101, 500).forEach(this::happen));

    ask(200, 0);

    var page = answer();
    assertEquals(200, page.first());
    assertEquals(TraceMessage.EVENTS_MAX, page.items().size());
    assertEquals(200 + TraceMessage.EVENTS_MAX, page.next());
    assertEquals(500, page.last());
  }

  @Test
  void of_the_newest_begins_so_many_before_the_end() throws InterruptedException {
    onLoop(() -> LongStream.rangeClosed(101, 110).forEach(this::happen));

    ask(TraceMessage.NEWEST, 3);

    assertEquals(List.of(108L, 109L, 110L), numbers(answer()));
  }

  @Test
  void of_earlier_runs_comes_from_h2_up_to_what_is_in_memory() throws InterruptedException {
    onLoop(() -> happen(101));

    ask(5, 0);

    var page = answer();
    assertEquals(5, page.first());
    assertEquals(LongStream.rangeClosed(90, 100).boxed().toList(), numbers(page));
    assertEquals(BEGIN, page.next());
  }

  @Test
  void without_events_waits_for_the_next_one() throws InterruptedException {
    onLoop(() -> happen(101));
    ask(102, 0);

    onLoop(
        () -> {
          happen(102);
          happen(103);
          audience.wakeAll();
        });

    assertEquals(List.of(102L, 103L), numbers(answer()));
    assertTrue(answers.isEmpty(), "a question has one answer");
  }

  @Test
  void without_events_is_empty_after_a_second() throws InterruptedException {
    onLoop(() -> happen(101));
    ask(102, 0);

    var page = answer();
    assertEquals(List.of(), page.items());
    assertEquals(102, page.next());
    assertEquals(101, page.last());
  }

  /** Such a number is of a data directory that was lost. */
  @Test
  void for_a_number_that_does_not_exist_yet_begins_with_this_run() throws InterruptedException {
    onLoop(() -> LongStream.rangeClosed(101, 103).forEach(this::happen));

    ask(9_000, 0);

    assertEquals(List.of(101L, 102L, 103L), numbers(answer()));
  }

  @Test
  void is_not_given_when_too_many_wait() throws InterruptedException {
    onLoop(() -> happen(101));
    onLoop(() -> LongStream.range(0, 300).forEach(_ -> pages.ask(102, 0, answers::add)));
    onLoop(
        () -> {
          happen(102);
          audience.wakeAll();
        });

    for (int i = 0; i < 256; i++) {
      assertEquals(List.of(102L), numbers(answer()));
    }
    onLoop(() -> {});
    assertTrue(answers.isEmpty(), "" + answers.size());
  }
}
