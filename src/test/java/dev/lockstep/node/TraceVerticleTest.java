package dev.lockstep.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.order.Event;
import dev.lockstep.order.Stamp;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.TraceLines;
import dev.lockstep.store.TraceTail;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What happened gets into H2 behind everything else, and a stop in good order leaves nothing out.
 */
@ExtendWith(VertxExtension.class)
@DisplayName("The trace's verticle")
class TraceVerticleTest {
  private static final Instant AT = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final List<Block> CHAIN = Chains.random(5, 4, 4);

  @TempDir Path directory;
  private Vertx vertx;
  private Disk disk;
  private Context speaker;
  private String deployment;
  private long firstEvent = 1;

  @BeforeEach
  void use(Vertx testVertx) throws IOException {
    vertx = testVertx;
    speaker = vertx.getOrCreateContext();
    vertx.eventBus().registerCodec(new LocalCodec());
    disk = Disk.at(directory);
    disk.store();
  }

  @AfterEach
  void close() {
    vertx.close().await();
    disk.close();
  }

  private void start(int waitingMax) {
    deployment =
        vertx
            .deployVerticle(
                new TraceVerticle(
                    disk.late(), new TraceTail(directory), firstEvent, waitingMax, new Halt()),
                new DeploymentOptions())
            .await();
  }

  private void stop() {
    vertx.undeploy(deployment).await();
  }

  private void happen(Local.Happened happened) {
    speaker.runOnContext(
        nothing -> vertx.eventBus().publish(Addresses.HAPPENED, happened, LocalCodec.options()));
  }

  private void happen(long first, long last, LongFunction<Event> event) {
    happen(
        new Local.Happened(
            LongStream.rangeClosed(first, last)
                .mapToObj(n -> new Local.Numbered(n, AT, event.apply(n)))
                .toList(),
            List.of(),
            List.of(),
            List.of()));
  }

  private static Event committed(long number) {
    return new Event.Committed(3 * number, number);
  }

  private static Event heartbeat(long number) {
    return new Event.Sent(number, "B", "heartbeat", number, Stamp.NONE, 0);
  }

  private List<Long> written() {
    return written(disk.store());
  }

  private static List<Long> written(Store store) {
    return store.trace().events(0, Long.MAX_VALUE, 1 << 20).stream()
        .map(TracedEvent::number)
        .toList();
  }

  private static List<Long> range(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  /** H2 loses its last second when a process is killed, and of heartbeats up to a minute. */
  @Test
  void what_a_kill_has_kept_from_h2_is_brought_in_by_the_next_start() {
    start(100);
    happen(1, 5, TraceVerticleTest::heartbeat);
    await().until(() -> numbersInTail().equals(List.of(1L, 2L, 3L, 4L, 5L)));
    assertEquals(List.of(), written(), "heartbeats alone cause no write to H2");
    vertx.undeploy(deployment).await();
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L), written());

    // As a kill leaves it: the tail has more than H2.
    new TraceTail(directory)
        .append(TraceLines.of(List.of(new TracedEvent(7, AT, 7, "left", "{}"))));
    firstEvent = 100;
    start(100);
    happen(100, 100, TraceVerticleTest::committed);
    await().until(() -> written().equals(List.of(1L, 2L, 3L, 4L, 5L, 7L, 100L)));
  }

  private List<Long> numbersInTail() {
    return new TraceTail(directory).read().stream().map(TracedEvent::number).toList();
  }

  @Test
  void an_event_is_written_soon_and_as_the_stream_shows_it() {
    start(100);
    happen(7, 7, TraceVerticleTest::committed);
    await().until(() -> !written().isEmpty());
    assertEquals(
        List.of(new TracedEvent(7, AT, 21, "committed", "{\"height\":7}")),
        disk.store().trace().events(0, 100, 10));
  }

  @Test
  void a_stop_in_good_order_writes_all_that_waits() {
    start(10_000);
    happen(1, 5_000, TraceVerticleTest::committed);
    happen(5_001, 5_321, TraceVerticleTest::heartbeat);
    heard();
    stop();
    assertEquals(range(1, 5_321), written());
  }

  /** Returns when everything that was said before has been heard. */
  private void heard() {
    var marks = new CountDownLatch(1);
    vertx.eventBus().consumer("mark", message -> marks.countDown());
    speaker.runOnContext(nothing -> vertx.eventBus().publish("mark", ""));
    await().until(() -> marks.getCount() == 0);
  }

  @Test
  void heartbeats_alone_are_no_reason_to_write_but_they_are_kept() throws Exception {
    start(10_000);
    happen(1, 999, TraceVerticleTest::heartbeat);
    heard();
    aTickLater();
    assertEquals(List.of(), written());
    happen(1_000, 1_000, TraceVerticleTest::heartbeat);
    await().until(() -> written().size() == 1_000);
    happen(1_001, 1_010, TraceVerticleTest::heartbeat);
    happen(1_011, 1_011, TraceVerticleTest::committed);
    await().until(() -> written().size() == 1_011);
    assertEquals(range(1, 1_011), written());
  }

  /** Another one, which was started later, has come to write: so ours has had the time to. */
  private void aTickLater() throws IOException {
    var elsewhere = Vertx.vertx();
    elsewhere.eventBus().registerCodec(new LocalCodec());
    try (var other = Disk.at(directory.resolve("other"))) {
      var store = other.store();
      elsewhere
          .deployVerticle(
              new TraceVerticle(
                  other.late(), new TraceTail(directory.resolve("other")), 1, new Halt()))
          .await();
      var event = new Local.Numbered(1, AT, committed(1));
      elsewhere
          .eventBus()
          .publish(
              Addresses.HAPPENED,
              new Local.Happened(List.of(event), List.of(), List.of(), List.of()),
              LocalCodec.options());
      await().until(() -> !written(store).isEmpty());
      elsewhere.close().await();
    }
  }

  @Test
  void what_is_too_much_to_wait_loses_its_oldest() {
    start(2_000);
    var stuck = new CountDownLatch(1);
    // One batch is on its way, 2,000 may wait.
    occupy(stuck);
    happen(1, 1_000, TraceVerticleTest::committed);
    for (long first = 1_001; first <= 9_001; first += 1_000) {
      happen(first, first + 999, TraceVerticleTest::committed);
    }
    heard();
    stuck.countDown();
    stop();
    var written = written();
    assertEquals(range(1, 1_000), written.subList(0, 1_000));
    var newest = written.subList(1_000, written.size());
    // They go by rows, which have 256 events at most.
    assertTrue(newest.size() > 2_000 - 256 && newest.size() <= 2_000, newest.size() + " events");
    assertEquals(range(newest.getFirst(), 10_000), newest);
  }

  /** H2 is busy with something else, as far as the verticle can tell. */
  private void occupy(CountDownLatch until) {
    vertx
        .createSharedWorkerExecutor(TraceVerticle.POOL, 1)
        .executeBlocking(
            () -> {
              until.await();
              return null;
            });
  }

  @Test
  void blocks_come_first_while_not_too_much_waits() throws IOException {
    start(4_000);
    // The journal has a block that H2 has not: nobody writes it here, so H2 is behind for good.
    happen(new Local.Happened(List.of(), List.of(), CHAIN.subList(0, 1), List.of()));
    happen(1, 1_999, TraceVerticleTest::committed);
    heard();
    aTickLater();
    assertEquals(List.of(), written());
    happen(2_000, 2_000, TraceVerticleTest::committed);
    await().until(() -> written().size() >= 1_000);
    disk.store().write(CHAIN.subList(0, 1));
    await().until(() -> written().size() == 2_000);
  }

  @Test
  void a_failure_costs_what_it_hit_and_neither_the_node_nor_the_rest() {
    start(10_000);
    var order = Listener.at(vertx, Addresses.ORDER);
    // A number that is there already, as none should be: H2 refuses the whole batch.
    disk.store().trace().add(List.of(new TracedEvent(50, AT, 1, "committed", "{}")));
    happen(50, 1_049, TraceVerticleTest::committed);
    happen(1_050, 2_049, TraceVerticleTest::committed);
    await().until(() -> written().size() > 1);
    var expected = new ArrayList<>(List.of(50L));
    expected.addAll(range(1_050, 2_049));
    assertEquals(expected, written());
    assertTrue(order.heardNothing());
  }

  @Test
  void the_store_verticle_reads_them_back_in_pages() {
    vertx
        .deployVerticle(
            new StoreVerticle(
                Chains.genesis(),
                disk.late(),
                List.of(),
                disk.journal(),
                disk.archive(),
                new Halt()))
        .await();
    start(10_000);
    happen(11, 2_000, TraceVerticleTest::committed);
    heard();
    stop();
    var trace = (StoreQuery.Trace) ask(new StoreQuery.AskTrace(20, 1_500, 256));
    assertEquals(11, trace.oldest().orElseThrow());
    assertEquals(range(20, 275), trace.events().stream().map(TracedEvent::number).toList());
    trace = (StoreQuery.Trace) ask(new StoreQuery.AskTrace(1_400, 1_500, 256));
    assertEquals(range(1_400, 1_499), trace.events().stream().map(TracedEvent::number).toList());
  }

  private Object ask(StoreQuery query) {
    return vertx
        .eventBus()
        .<Object>request(Addresses.STORE, query, LocalCodec.options())
        .map(Message::body)
        .await();
  }
}
