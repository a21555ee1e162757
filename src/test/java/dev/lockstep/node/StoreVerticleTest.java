package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import dev.lockstep.order.Event;
import dev.lockstep.order.LocalLog;
import dev.lockstep.order.MemberState;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.Verdict;
import dev.lockstep.store.Verifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** H2 follows the journal, and nobody is shown less than he was told of. */
@ExtendWith(VertxExtension.class)
@DisplayName("H2's verticle")
class StoreVerticleTest {
  private static final List<Block> CHAIN = Chains.random(5, 40, 4);
  private static final int ALL = CHAIN.size();

  @TempDir Path directory;
  private Vertx vertx;
  private Disk disk;
  private boolean isStoreClosed;

  /** That of the node that is played. */
  private final LocalLog log = new LocalLog();

  @BeforeEach
  void use(Vertx testVertx) throws IOException {
    vertx = testVertx;
    vertx.eventBus().registerCodec(new LocalCodec());
    disk = Disk.at(directory);
    disk.store();
  }

  @AfterEach
  void close() {
    vertx.close().await();
    disk.journal().close();
    closeStore();
  }

  private void closeStore() {
    if (!isStoreClosed) {
      isStoreClosed = true;
      disk.late().close();
    }
  }

  private void start(long gatheredBytesMax) {
    start(
        gatheredBytesMax,
        () -> Verifier.online(disk.journal(), Chains.genesis(), disk.store(), Progress.NONE));
  }

  private void start(long gatheredBytesMax, Supplier<Verdict> verifier) {
    start(gatheredBytesMax, disk.late(), List.of(), verifier);
  }

  private void start(
      long gatheredBytesMax, LateStore late, List<Transfer> executed, Supplier<Verdict> verifier) {
    log.add(executed);
    vertx
        .deployVerticle(
            new StoreVerticle(
                Chains.genesis(),
                late,
                executed,
                disk.archive(),
                gatheredBytesMax,
                verifier,
                new Halt()))
        .await();
  }

  /** H2 is opened then, at the latest. */
  private void become(MemberState state) {
    var event = new Event.StateChanged(1, state, "");
    tell(
        new Local.Happened(
            List.of(new Local.Numbered(1, Instant.EPOCH, event)), List.of(), List.of(), List.of()));
  }

  private void happen(List<Block> stored) {
    happen(List.of(), stored);
  }

  /** The journal has every block before anybody hears of it. */
  private void happen(List<Transfer> executed, List<Block> stored) {
    log.add(executed);
    var unlogged = stored.stream().flatMap(block -> log.remove(block).stream()).toList();
    disk.write(stored.stream().filter(block -> block.height() > disk.archive().height()).toList());
    tell(new Local.Happened(List.of(), executed, stored, unlogged));
  }

  private void tell(Local.Happened happened) {
    vertx.eventBus().publish(Addresses.HAPPENED, happened, LocalCodec.options());
  }

  private Future<Object> ask(StoreQuery query) {
    return vertx
        .eventBus()
        .<Object>request(Addresses.STORE, query, LocalCodec.options())
        .map(Message::body);
  }

  private List<Long> heights(long minHeight) {
    var found = ask(new StoreQuery.AskBlocks(Optional.of(0L), 1000, minHeight)).await();
    return ((StoreQuery.Blocks) found).blocks().stream().map(StoredBlock::height).toList();
  }

  /** A statement waits until H2 has all of it. */
  private void awaitWritten() {
    statement(ALL).await();
    assertEquals(CHAIN.getLast().hash(), disk.store().hash());
  }

  private static List<Long> upTo(int height) {
    return LongStream.rangeClosed(0, height).boxed().toList();
  }

  @Test
  void h2_is_opened_when_the_member_takes_part() {
    var isReady = new AtomicBoolean();
    var wasReady = new CompletableFuture<Boolean>();
    start(
        1 << 20,
        new LateStore(
            (progress, traced) -> {
              wasReady.complete(isReady.get());
              return Optional.empty();
            },
            () -> {},
            _ -> {}),
        List.of(),
        () -> new Verdict.Broken(0, "not asked"));
    become(MemberState.WAITING);
    assertEquals(List.of(0L), heights(0));
    isReady.set(true);
    become(MemberState.READY);
    assertTrue(wasReady.join());
  }

  @Test
  void of_twenty_verifications_two_are_made_and_neither_writing_nor_questions_wait() {
    var verdict = new Verdict.Sound(ALL, 1, CHAIN.getLast().hash(), OptionalLong.empty(), "");
    var begun = new Semaphore(0);
    var mayEnd = new CountDownLatch(1);
    start(
        1 << 20,
        () -> {
          begun.release();
          awaitUninterruptibly(mayEnd);
          return verdict;
        });
    var asked = new ArrayList<Future<Object>>();
    asked.add(ask(new StoreQuery.AskVerdict(0)));
    Awaitility.await().until(begun::tryAcquire);
    for (int i = 1; i < 20; i++) {
      asked.add(ask(new StoreQuery.AskVerdict(0)));
    }
    happen(CHAIN);
    assertEquals(upTo(ALL), heights(ALL));
    assertTrue(asked.stream().noneMatch(Future::isComplete));
    mayEnd.countDown();
    for (var each : asked) {
      assertEquals(verdict, each.await());
    }
    assertEquals(1, begun.availablePermits(), "verifications beside the first");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void too_many_questions_are_refused_and_not_kept() {
    start(1 << 20);
    var early = new ArrayList<Future<Object>>();
    for (int i = 0; i < 1_025; i++) {
      early.add(ask(new StoreQuery.AskBlocks(Optional.of(0L), 1, ALL)));
    }
    var refused = assertThrows(ReplyException.class, () -> early.getLast().await());
    assertEquals(429, refused.failureCode());
    happen(CHAIN);
    assertEquals(1, ((StoreQuery.Blocks) early.getFirst().await()).blocks().size());
  }

  @Test
  void blocks_that_are_on_the_disk_get_into_h2() {
    start(1 << 20);
    happen(CHAIN.subList(0, 1));
    happen(CHAIN.subList(1, ALL));
    assertEquals(upTo(ALL), heights(ALL));
    awaitWritten();
  }

  @Test
  void the_local_log_gets_into_h2_and_out_of_it_whatever_gathers_meanwhile() {
    start(1 << 20);
    var left = new ArrayList<Transfer>();
    for (var block : CHAIN) {
      var stays = new Transfer(new UUID(77, block.height()), "A1", "B1", block.height(), "");
      left.add(stays);
      var executed = new ArrayList<>(block.transfers());
      executed.add(stays);
      happen(executed, List.of());
      happen(List.of(block));
    }
    assertEquals(upTo(ALL), heights(ALL));
    // Whoever stops it meanwhile need not wait: so the test does.
    Awaitility.await().untilAsserted(() -> assertEquals(left, disk.store().log()));
  }

  @Test
  void blocks_that_come_one_by_one_while_h2_writes_get_there_all() {
    start(1 << 20);
    CHAIN.forEach(block -> happen(List.of(block)));
    assertEquals(upTo(ALL), heights(ALL));
    awaitWritten();
  }

  @Test
  void a_question_waits_until_h2_has_what_the_client_was_told_of() {
    start(1 << 20);
    var early = ask(new StoreQuery.AskBlocks(Optional.of(1L), 1000, 3));
    var account = CHAIN.getFirst().transfers().getFirst().from();
    var statement = ask(new StoreQuery.AskStatement(account, Optional.empty(), 1000, 3));
    assertEquals(List.of(0L), heights(0));
    assertFalse(early.isComplete());
    assertFalse(statement.isComplete());

    happen(CHAIN.subList(0, 2));
    assertEquals(upTo(2), heights(2));
    assertFalse(early.isComplete());

    happen(CHAIN.subList(2, 3));
    assertEquals(3, ((StoreQuery.Blocks) early.await()).blocks().size());
    var expected =
        CHAIN.subList(0, 3).stream()
            .flatMap(block -> block.transfers().stream())
            .filter(t -> t.from().equals(account) || t.to().equals(account))
            .count();
    assertEquals(expected, ((StoreQuery.Statement) statement.await()).transfers().size());
  }

  @Test
  void without_a_height_the_newest_blocks_are_meant() {
    start(1 << 20);
    happen(CHAIN);
    var newest = ask(new StoreQuery.AskBlocks(Optional.empty(), 2, ALL)).await();
    assertEquals(
        List.of(ALL - 1L, (long) ALL),
        ((StoreQuery.Blocks) newest).blocks().stream().map(StoredBlock::height).toList());
  }

  @Test
  void what_would_be_too_much_to_keep_is_read_back_from_the_journal() {
    disk.write(CHAIN);
    // Not one block may be kept: nothing but the journal can bring them.
    start(0);
    CHAIN.forEach(block -> happen(List.of(block)));
    assertEquals(upTo(ALL), heights(ALL));
    awaitWritten();
  }

  @Test
  void what_is_kept_and_what_is_read_back_may_overlap() {
    disk.write(CHAIN);
    // Two or three blocks may be kept, then all of them are dropped, and so on.
    start(3 * CHAIN.getFirst().bytes().length);
    CHAIN.forEach(block -> happen(List.of(block)));
    assertEquals(upTo(ALL), heights(ALL));
    awaitWritten();
  }

  @Test
  void blocks_that_come_after_a_gap_are_read_back_from_the_journal_with_those_in_it() {
    disk.write(CHAIN);
    start(1 << 20);
    happen(CHAIN.subList(4, 5));
    assertEquals(upTo(ALL).subList(0, 6), heights(5).subList(0, 6));
    happen(CHAIN.subList(ALL - 1, ALL));
    assertEquals(upTo(ALL), heights(ALL));
    awaitWritten();
  }

  @Test
  void everything_is_verified_when_h2_is_there() {
    disk.write(CHAIN);
    start(1 << 20);
    var verdict = ask(new StoreQuery.AskVerdict(ALL));
    statement(0).await();
    assertFalse(verdict.isComplete());
    happen(CHAIN);
    var found = verdict.await();
    assertTrue(found instanceof Verdict, String.valueOf(found));
  }

  private Future<Object> statement(long minHeight) {
    return ask(new StoreQuery.AskStatement("A1", Optional.empty(), 10, minHeight));
  }

  private static void assertFailure(String words, Future<Object> question) {
    var failure =
        assertInstanceOf(ReplyException.class, assertThrows(Throwable.class, question::await));
    assertEquals(ReplyFailure.RECIPIENT_FAILURE, failure.failureType());
    assertTrue(failure.getMessage().contains(words), failure.getMessage());
  }

  @Test
  void when_h2_takes_nothing_more_blocks_are_shown_from_the_journal_and_statements_not_at_all() {
    disk.write(CHAIN.subList(0, 3));
    start(1 << 20);
    happen(CHAIN.subList(0, 1));
    var early = statement(3);
    statement(1).await();
    // What does not follow is refused by the store, as any failure of H2 would be.
    happen(List.of(Block.of(2, Hash.ZERO, 99, "A", List.of())));
    // Less than the client was told of would be a lie.
    assertFailure("after block 1", early);
    assertFailure("after block 1", statement(2));
    assertEquals(upTo(3), heights(3));
    assertInstanceOf(Verdict.class, ask(new StoreQuery.AskVerdict(2)).await());
  }

  @Test
  void blocks_need_no_h2() {
    disk.write(CHAIN);
    start(1 << 20);
    happen(CHAIN);
    List<StoreQuery> questions =
        List.of(
            new StoreQuery.AskBlocks(Optional.of(0L), 3, ALL),
            new StoreQuery.AskBlocks(Optional.of(7L), 1000, ALL),
            new StoreQuery.AskBlocks(Optional.of(ALL + 1L), 5, ALL),
            new StoreQuery.AskBlocks(Optional.empty(), 5, ALL),
            new StoreQuery.AskBlocks(Optional.empty(), 1000, ALL),
            new StoreQuery.AskSummaries(Optional.of(2L), 4, 2, ALL),
            new StoreQuery.AskSummaries(Optional.empty(), 4, 0, ALL));
    var whileItWorks = questions.stream().map(question -> ask(question).await()).toList();
    closeStore();
    assertEquals(whileItWorks, questions.stream().map(question -> ask(question).await()).toList());
  }

  @Test
  void what_only_h2_can_tell_is_a_failure_in_plain_words_when_it_cannot_be_read() {
    start(1 << 20);
    closeStore();
    assertFailure("H2 failed: ", statement(0));
  }

  @Test
  void until_h2_is_open_blocks_come_from_the_journal_and_the_rest_says_how_far_it_is() {
    disk.write(CHAIN.subList(0, 3));
    var mayOpen = new CountDownLatch(1);
    var executed = new Transfer(new UUID(77, 1), "A1", "B1", 5, "");
    start(
        1 << 20,
        new LateStore(
            (progress, traced) -> {
              progress.at(1, 3);
              awaitUninterruptibly(mayOpen);
              var store = disk.store();
              traced.accept(store);
              return Optional.of(store);
            },
            () -> {},
            _ -> {}),
        List.of(executed),
        () -> new Verdict.Sound(3, 1, CHAIN.getLast().hash(), OptionalLong.empty(), ""));
    become(MemberState.READY);
    happen(CHAIN.subList(0, 3));
    assertEquals(upTo(3), heights(3));
    var words = "H2 is catching up with the journal, block 1 of 3; ";
    var statement = statement(3);
    var verdict = ask(new StoreQuery.AskVerdict(3));
    var trace = ask(new StoreQuery.AskTrace(0, 1, 1));
    assertFailure(words, statement);
    assertFailure(words, verdict);
    assertFailure(words, trace);
    var early = statement(4);
    // More leaves the log than is kept in memory until H2 is open.
    var many =
        IntStream.range(0, 70_000)
            .mapToObj(n -> new Transfer(new UUID(78, n), "A1", "B1", 1, ""))
            .toList();
    tell(new Local.Happened(List.of(), many, List.of(), many.subList(0, 69_000)));
    tell(new Local.Happened(List.of(), List.of(), List.of(), many.subList(69_000, 69_998)));
    var left = List.of(executed, many.get(69_998), many.get(69_999));

    mayOpen.countDown();
    happen(CHAIN.subList(3, 4));
    assertInstanceOf(StoreQuery.Statement.class, early.await());
    assertInstanceOf(StoreQuery.Trace.class, ask(new StoreQuery.AskTrace(0, 1, 1)).await());
    assertEquals(4, disk.store().height());
    Awaitility.await().untilAsserted(() -> assertEquals(left, disk.store().log()));
  }

  @Test
  void an_h2_that_cannot_be_opened_stops_the_member_and_blocks_are_shown_all_the_same() {
    disk.write(CHAIN.subList(0, 3));
    var order = Listener.at(vertx, Addresses.ORDER);
    start(
        1 << 20,
        new LateStore(
            (progress, traced) -> {
              throw new DataException(DataException.Kind.DISK, "The disk is full.");
            },
            () -> {},
            _ -> {}),
        List.of(),
        () -> new Verdict.Broken(0, "not asked"));
    become(MemberState.READY);
    happen(CHAIN.subList(0, 3));
    Awaitility.await().until(() -> !order.heardNothing());
    assertEquals(upTo(3), heights(3));
    assertFailure("H2 could not be opened", statement(3));
  }
}
