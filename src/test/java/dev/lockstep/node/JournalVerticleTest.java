package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.journal.Journal;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What was handed over is reported when it is on the disk, in order, and not before. */
@ExtendWith(VertxExtension.class)
@DisplayName("The journal's verticle")
class JournalVerticleTest {
  private static final List<Block> CHAIN = Chains.random(3, 60, 4);

  @TempDir Path directory;
  private Vertx vertx;
  private final Halt halt = new Halt();
  private Disk disk;

  @BeforeEach
  void use(Vertx testVertx) {
    vertx = testVertx;
    vertx.eventBus().registerCodec(new LocalCodec());
  }

  @AfterEach
  void close() {
    disk.close();
  }

  private void start(Journal.Options options) throws IOException {
    disk = Disk.at(directory, options);
    vertx
        .deployVerticle(
            new JournalVerticle(disk.journal(), disk.archive(), signatures(), evidence(), halt))
        .await();
  }

  private Evidence evidence() {
    return new Evidence(directory, disk.archive(), Identities.of("C").keyring());
  }

  private BlockSignatures signatures() {
    return new BlockSignatures("C", Chains.genesis(), Identities.of("C"));
  }

  private void tell(Local.ToJournal message) {
    vertx.eventBus().send(Addresses.JOURNAL, message, LocalCodec.options());
  }

  private void append(Block block) {
    tell(new Local.ToJournal.Append(block.height(), new JournalRecord.Appended(block)));
  }

  private static Input input(Object message) {
    return assertInstanceOf(Local.ToOrder.FromDisk.class, message).input();
  }

  private Block readAgain(Object report) {
    long height = ((Input.Persisted) input(report)).sequence();
    return disk.archive().read(height, 1).getFirst();
  }

  @Test
  void each_record_is_reported_in_order_and_can_be_read_back_by_then() throws Exception {
    List<Block> readAtOnce = new CopyOnWriteArrayList<>();
    start(Journal.Options.DEFAULT);
    var heard = Listener.at(vertx, Addresses.ORDER);
    // Looked at in the very moment when it is said, not when it is heard.
    vertx
        .eventBus()
        .addOutboundInterceptor(
            said -> {
              if (said.message().address().equals(Addresses.ORDER)) {
                readAtOnce.add(readAgain(said.body()));
              }
              said.next();
            });
    CHAIN.forEach(this::append);
    for (var block : CHAIN) {
      assertEquals(new Input.Persisted(block.height()), input(heard.next()));
    }
    assertEquals(CHAIN, readAtOnce);
    disk.journal().close();
    assertEquals(CHAIN, disk.readBack());
  }

  @Test
  void a_journal_that_takes_one_record_at_a_time_gets_them_one_by_one_in_order() throws Exception {
    start(new Journal.Options(64 << 20, 1));
    var heard = Listener.at(vertx, Addresses.ORDER);
    CHAIN.forEach(this::append);
    for (var block : CHAIN) {
      assertEquals(new Input.Persisted(block.height()), input(heard.next()));
    }
    disk.journal().close();
    assertEquals(CHAIN, disk.readBack());
  }

  @Test
  void a_peer_gets_its_blocks_although_every_shared_worker_is_busy() throws Exception {
    start(Journal.Options.DEFAULT);
    var heard = Listener.at(vertx, Addresses.ORDER);
    append(CHAIN.getFirst());
    heard.next();
    var done = new CountDownLatch(1);
    try {
      for (int i = 0; i < VertxOptions.DEFAULT_WORKER_POOL_SIZE; i++) {
        vertx.executeBlocking(() -> done.await(1, TimeUnit.MINUTES), false);
      }
      tell(new Local.ToJournal.Read("B", 1, 1_000_000));
      assertEquals(new Input.BlocksRead("B", List.of(CHAIN.getFirst())), input(heard.next()));
    } finally {
      done.countDown();
    }
  }

  @Test
  void what_is_no_block_is_reported_too_and_does_not_count_as_one() throws Exception {
    start(Journal.Options.DEFAULT);
    var heard = Listener.at(vertx, Addresses.ORDER);
    tell(new Local.ToJournal.Append(1, new JournalRecord.Joined()));
    assertEquals(new Input.Persisted(1), input(heard.next()));
    assertEquals(0, disk.archive().height());
  }

  @Test
  void blocks_are_read_with_their_signatures_and_those_of_this_member_are_signed_anew()
      throws Exception {
    start(new Journal.Options(200, 1));
    var heard = Listener.at(vertx, Addresses.ORDER);
    List<Block> sent = new ArrayList<>();
    long sequence = 0;
    for (var block : CHAIN) {
      boolean isOwn = block.proposer().equals("C");
      var signed =
          new BlockSignatures(block.proposer(), Chains.genesis(), Identities.of(block.proposer()))
              .sign(block);
      sent.add(signed);
      if (!isOwn) {
        var record = new JournalRecord.Signed(block.height(), signed.signature().orElseThrow());
        tell(new Local.ToJournal.Append(++sequence, record));
        heard.next();
      }
      tell(new Local.ToJournal.Append(++sequence, new JournalRecord.Appended(block)));
      heard.next();
    }
    assertTrue(sent.stream().map(Block::proposer).distinct().count() > 1, "blocks of others too");
    tell(new Local.ToJournal.Read("B", 1, 1 << 20));
    var read = ((Input.BlocksRead) input(heard.next())).blocks();
    assertEquals(signatures(sent), signatures(read));
  }

  private static List<Optional<MemberSignature>> signatures(List<Block> blocks) {
    return blocks.stream().map(Block::signature).toList();
  }

  @Test
  void blocks_are_read_for_others_up_to_the_size_they_asked_for() throws Exception {
    start(Journal.Options.DEFAULT);
    disk.write(CHAIN);
    var heard = Listener.at(vertx, Addresses.ORDER);
    tell(new Local.ToJournal.Read("B", 11, 1 << 20));
    assertEquals(new Input.BlocksRead("B", CHAIN.subList(10, CHAIN.size())), input(heard.next()));
    tell(new Local.ToJournal.Read("C", 7, 1));
    assertEquals(new Input.BlocksRead("C", CHAIN.subList(6, 7)), input(heard.next()));
    tell(new Local.ToJournal.Read("C", CHAIN.size() + 1, 1000));
    assertEquals(new Input.BlocksRead("C", List.of()), input(heard.next()));
  }

  @Test
  void where_a_record_is_missing_the_next_is_not_written_and_the_node_stops() throws Exception {
    start(Journal.Options.DEFAULT);
    var heard = Listener.at(vertx, Addresses.ORDER);
    append(CHAIN.get(0));
    assertEquals(new Input.Persisted(1), input(heard.next()));
    append(CHAIN.get(2));
    append(CHAIN.get(3));
    var sentence = halt.reason().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertTrue(sentence.contains("record 3 follows record 1"), sentence);
    disk.journal().close();
    assertEquals(CHAIN.subList(0, 1), disk.readBack());
    assertTrue(heard.heardNothing());
  }

  @Test
  void a_record_that_comes_twice_is_no_less_of_a_mistake() throws Exception {
    start(Journal.Options.DEFAULT);
    append(CHAIN.get(0));
    append(CHAIN.get(0));
    halt.reason().toCompletableFuture().get(10, TimeUnit.SECONDS);
    disk.journal().close();
    assertEquals(CHAIN.subList(0, 1), disk.readBack());
  }

  @Test
  void what_fails_in_a_read_in_a_way_that_nobody_foresaw_stops_the_node() throws Exception {
    disk = Disk.at(directory);
    vertx
        .deployVerticle(new JournalVerticle(disk.journal(), null, signatures(), evidence(), halt))
        .await();
    tell(new Local.ToJournal.Read("B", 1, 1));
    var sentence = halt.reason().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertTrue(sentence.contains("reading the journal"), sentence);
  }

  @Test
  void a_closed_journal_is_a_failed_write() throws Exception {
    start(Journal.Options.DEFAULT);
    var heard = Listener.at(vertx, Addresses.ORDER);
    disk.journal().close();
    append(CHAIN.getFirst());
    var failed = assertInstanceOf(Input.WriteFailed.class, input(heard.next()));
    assertTrue(failed.reason().contains("is closed"), failed.reason());
    assertEquals(0, disk.archive().height());
  }

  @Test
  void a_disk_that_is_gone_is_reported_as_a_failed_write_and_a_failed_read() throws Exception {
    start(new Journal.Options(1, 64 << 20));
    var heard = Listener.at(vertx, Addresses.ORDER);
    append(CHAIN.get(0));
    assertEquals(new Input.Persisted(1), input(heard.next()));

    try (var files = Files.walk(disk.directory())) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
    append(CHAIN.get(1));
    assertInstanceOf(Input.WriteFailed.class, input(heard.next()));
    append(CHAIN.get(2));
    assertInstanceOf(Input.WriteFailed.class, input(heard.next()));
    assertEquals(1, disk.archive().height());

    tell(new Local.ToJournal.Read("B", 1, 1000));
    var unreadable = assertInstanceOf(Input.WriteFailed.class, input(heard.next()));
    assertTrue(unreadable.reason().contains("cannot be read"), unreadable.reason());
  }
}
