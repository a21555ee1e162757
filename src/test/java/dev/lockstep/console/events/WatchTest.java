package dev.lockstep.console.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.bus.TraceMessage;
import dev.lockstep.bus.TraceMessage.Item;
import dev.lockstep.console.delivery.TextSink;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Node A is watched; the answers of member B are played. */
@DisplayName("Who watches the events of all members")
class WatchTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BlockingQueue<JsonObject> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<TraceMessage.Ask> asked = new LinkedBlockingQueue<>();

  /** On the disk of B. */
  private final List<TracedEvent> left = new ArrayList<>();

  private Watches watches;
  private Watch watch;

  @BeforeEach
  void aNodeWithOnePeer() {
    vertx.eventBus().registerCodec(new LocalCodec());
    vertx
        .eventBus()
        .<Local.ToOrder>localConsumer(
            Addresses.ORDER,
            message -> {
              if (message.body() instanceof Local.ToOrder.Tell(var to, TraceMessage.Ask ask)) {
                assertEquals("B", to);
                asked.add(ask);
              }
            });
    var feed = new EventFeed("A", 10, 1);
    var audience = new Audience(task -> vertx.setTimer(1, _ -> task.run()));
    Subscription.Past past =
        (_, _, _) -> Future.succeededFuture(new StoreQuery.Trace(OptionalLong.empty(), List.of()));
    watches =
        onLoop(
            () -> {
              var all =
                  new Watches(
                      vertx,
                      "A",
                      List.of("A", "B"),
                      new EventPages(vertx, "A", feed, audience, past),
                      (member, from, last) -> {
                        assertEquals("B", member);
                        return Future.succeededFuture(
                            left.stream().filter(event -> event.number() >= from).toList());
                      });
              all.start();
              return all;
            });
    watch = onLoop(() -> watches.watch(new Sink()));
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private final class Sink implements TextSink {
    @Override
    public void send(String text) {
      var json = new JsonObject(text);
      if (json.getJsonObject("params").getString("member").equals("B")) {
        told.add(json);
      }
    }

    @Override
    public boolean isClosed() {
      return false;
    }

    @Override
    public boolean isFull() {
      return false;
    }

    @Override
    public void listen(Runnable listener) {}

    @Override
    public void abort() {}
  }

  private <T> T onLoop(Supplier<T> task) {
    var done = Promise.<T>promise();
    context.runOnContext(_ -> done.complete(task.get()));
    return done.future().await();
  }

  private void begin(Map<String, Long> from) {
    assertTrue(onLoop(() -> watch.start(from, 7)));
  }

  private TraceMessage.Ask question() throws InterruptedException {
    var ask = asked.poll(10, TimeUnit.SECONDS);
    assertTrue(ask != null, "B was not asked");
    return ask;
  }

  private void answer(TraceMessage.Ask ask, long first, long next, long... numbers) {
    var items =
        LongStream.of(numbers)
            .mapToObj(
                n -> new Item(n, "{\"kind\":\"left\",\"time\":1,\"at\":\"2026-01-01T00:00:00Z\"}"))
            .toList();
    say(new TraceMessage.Page("B", ask.ask(), first, next, Math.max(50, next - 1), items));
  }

  private void say(TraceMessage.Page page) {
    vertx.eventBus().send(Addresses.WATCH, new Local.ToWatch(page), LocalCodec.options());
  }

  private JsonObject news(String method) throws InterruptedException {
    var json = told.poll(10, TimeUnit.SECONDS);
    assertTrue(json != null, method + " did not come");
    assertEquals(method, json.getString("method"), json::encode);
    return json.getJsonObject("params");
  }

  private static List<Integer> numbers(JsonObject watched) {
    List<Integer> numbers = new ArrayList<>();
    watched
        .getJsonArray("events")
        .forEach(event -> numbers.add(((JsonObject) event).getInteger("seq")));
    return numbers;
  }

  @Test
  void gets_the_newest_events_and_then_what_follows_by_their_numbers() throws Exception {
    begin(Map.of());
    var first = question();
    assertEquals(TraceMessage.NEWEST, first.next());
    assertEquals(7, first.last());

    answer(first, 44, 46, 44, 45);

    var live = news("watched_member");
    assertEquals("live", live.getString("state"));
    assertEquals(50, live.getInteger("last"));
    var watched = news("watched");
    assertEquals(List.of(44, 45), numbers(watched));
    assertEquals(50, watched.getInteger("last"));
    assertEquals(46, question().next());
  }

  @Test
  void is_told_of_numbers_that_cannot_be_shown() throws Exception {
    begin(Map.of("B", 10L));
    answer(question(), 10, 20, 12, 13, 16);

    news("watched_member");
    assertGap(10, 11);
    assertEquals(List.of(12, 13), numbers(news("watched")));
    assertGap(14, 15);
    assertEquals(List.of(16), numbers(news("watched")));
    assertGap(17, 19);
    assertEquals(20, question().next());
  }

  private void assertGap(int from, int to) throws InterruptedException {
    var gap = news("watched_gap");
    assertEquals(List.of(from, to), List.of(gap.getInteger("from"), gap.getInteger("to")));
  }

  @Test
  void is_told_once_when_a_member_does_not_answer_and_when_it_does_again() throws Exception {
    begin(Map.of("B", 10L));
    question();

    assertEquals("unreachable", news("watched_member").getString("state"));
    var again = question();
    assertEquals(10, again.next());
    answer(again, 10, 11, 10);
    assertEquals("live", news("watched_member").getString("state"));
    assertEquals(List.of(10), numbers(news("watched")));
  }

  @Test
  void is_told_the_last_moments_of_a_member_that_does_not_answer_from_its_disk() throws Exception {
    for (long number : new long[] {9, 10, 12}) {
      left.add(new TracedEvent(number, Instant.EPOCH, 3, "left", "{\"claim\":null}"));
    }
    begin(Map.of("B", 10L));
    question();

    assertEquals(List.of(10), numbers(news("watched")));
    assertGap(11, 11);
    assertEquals(List.of(12), numbers(news("watched")));
    var gone = news("watched_member");
    assertEquals("unreachable", gone.getString("state"));
    assertEquals("1970-01-01T00:00:00Z", gone.getString("from_disk"));
    var again = question();
    assertEquals(13, again.next());
    answer(again, 13, 14, 13);
    assertEquals("live", news("watched_member").getString("state"));
  }

  /** As of a member that was frozen, went on for a moment, and was killed. */
  @Test
  void is_told_what_a_member_has_left_after_it_was_first_found_away() throws Exception {
    left.add(new TracedEvent(10, Instant.EPOCH, 3, "left", "{\"claim\":null}"));
    begin(Map.of("B", 10L));
    question();
    assertEquals(List.of(10), numbers(news("watched")));
    assertEquals("unreachable", news("watched_member").getString("state"));

    onLoop(
        () ->
            left.add(
                new TracedEvent(11, Instant.EPOCH.plusSeconds(1), 4, "left", "{\"claim\":null}")));
    assertEquals(List.of(11), numbers(news("watched")));
    assertEquals("1970-01-01T00:00:01Z", news("watched_member").getString("from_disk"));
  }

  @Test
  void is_told_that_nothing_more_than_it_knows_is_on_the_disk() throws Exception {
    left.add(new TracedEvent(10, Instant.EPOCH, 3, "left", "{\"claim\":null}"));
    begin(Map.of("B", 10L));
    answer(question(), 10, 11, 10);
    news("watched_member");
    news("watched");
    question();

    var gone = news("watched_member");
    assertEquals("unreachable", gone.getString("state"));
    assertEquals("1970-01-01T00:00:00Z", gone.getString("from_disk"));
  }

  /** A member may lie, also about which question it answers. */
  @Test
  void gets_no_answer_to_a_question_that_was_not_asked_and_no_event_that_is_none()
      throws Exception {
    begin(Map.of("B", 10L));
    var ask = question();
    say(new TraceMessage.Page("B", ask.ask() + 1, 10, 11, 10, List.of()));
    say(new TraceMessage.Page("A", ask.ask(), 10, 11, 10, List.of()));
    say(
        new TraceMessage.Page(
            "B", ask.ask(), 10, 11, 10, List.of(new Item(10, "{\"kind\":\"left\"}"))));

    assertEquals("unreachable", news("watched_member").getString("state"));
    assertEquals(10, question().next());
  }

  @Test
  void are_sixteen_at_most_and_ask_nothing_when_they_have_gone() throws Exception {
    begin(Map.of());
    question();
    for (int i = 1; i < Watches.MAX; i++) {
      assertTrue(onLoop(() -> watches.watch(new Sink()).start(Map.of(), 1)));
    }
    assertFalse(onLoop(() -> watches.watch(new Sink()).start(Map.of(), 1)));

    onLoop(
        () -> {
          watch.cancel();
          return true;
        });
    assertTrue(onLoop(() -> watches.watch(new Sink()).start(Map.of(), 1)));
  }
}
