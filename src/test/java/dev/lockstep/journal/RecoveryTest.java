package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member remembers what it journalled, and nothing else. */
@DisplayName("Recovery from the data directory")
class RecoveryTest {
  private static final Journal.Options SMALL = new Journal.Options(20_000, 1 << 24);

  @TempDir Path data;

  private DataDirectory directory;

  @BeforeEach
  void open() {
    directory = DataDirectory.open(data, "A");
  }

  @AfterEach
  void close() {
    directory.close();
  }

  private Recovered recover() {
    return Recovery.open(directory, Chains.genesis(), SMALL, Progress.NONE);
  }

  private static long append(Recovered life, JournalRecord entry) {
    return life.journal().appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
  }

  private static void append(Recovered life, Block block) {
    life.archive().add(block.height(), append(life, new JournalRecord.Appended(block)));
  }

  @Test
  void a_new_directory_remembers_its_genesis_and_nothing_else() {
    for (int i = 0; i < 2; i++) {
      var life = recover();
      assertEquals(0, life.memory().ledger().height());
      assertEquals(0, life.memory().incarnation());
      assertFalse(life.memory().joined());
      life.journal().close();
    }
  }

  @Test
  void a_member_of_paxos_mode_remembers_its_promise_its_vote_and_its_log() {
    var executed =
        List.of(
            new Transfer(new UUID(1, 1), "A1", "B1", 3, ""),
            new Transfer(new UUID(1, 2), "A1", "C1", 4, "lunch"));
    var block = Block.of(1, Chains.genesis().hash(), 5, "A", executed.subList(0, 1));
    var vote = new PaxosRecord.Accepted(new Ballot(4, "B"), block);
    var life = recover();
    append(life, new PaxosRecord.Promised(new Ballot(3, "C")));
    append(life, new PaxosRecord.Executed(executed));
    append(life, vote);
    append(life, new PaxosRecord.RecoveryHeight(7));
    life.journal().close();

    life = recover();
    assertEquals(new Ballot(4, "B"), life.memory().paxos().promised());
    assertEquals(Optional.of(vote), life.memory().paxos().accepted());
    assertEquals(executed, life.memory().paxos().log().transfers());
    assertEquals(7, life.memory().paxos().recoveryHeight());
    append(life, block);
    append(life, new PaxosRecord.Promised(new Ballot(9, "A")));
    life.journal().close();

    life = recover();
    assertEquals(new Ballot(9, "A"), life.memory().paxos().promised());
    assertEquals(Optional.empty(), life.memory().paxos().accepted());
    assertEquals(executed.subList(1, 2), life.memory().paxos().log().transfers());
    append(life, new PaxosRecord.Generation(2));
    life.journal().close();

    life = recover();
    assertEquals(List.of(), life.memory().paxos().log().transfers());
    assertEquals(2, life.memory().paxos().generation());
    life.journal().close();
  }

  @Test
  void every_life_has_a_higher_number() {
    for (int n = 1; n <= 3; n++) {
      var life = recover();
      assertEquals(n, life.beginIncarnation());
      life.journal().close();
    }
    var life = recover();
    append(life, new JournalRecord.Incarnation(17));
    append(life, new JournalRecord.Incarnation(5));
    append(life, new JournalRecord.Joined());
    life.journal().close();
    life = recover();
    assertEquals(17, life.memory().incarnation());
    assertTrue(life.memory().joined());
    life.journal().close();
  }

  @Test
  void the_chain_comes_back_with_its_head_its_balances_and_its_bytes() {
    var chain = Chains.random(1, 200, 20);
    var life = recover();
    chain.forEach(block -> append(life, block));
    life.journal().close();

    List<long[]> progress = new ArrayList<>();
    var next =
        Recovery.open(
            directory,
            Chains.genesis(),
            SMALL,
            (done, total) -> progress.add(new long[] {done, total}));
    var wanted = Chains.ledger(chain);
    assertEquals(wanted.head(), next.memory().ledger().head());
    assertArrayEquals(wanted.balances(), next.memory().ledger().balances());
    assertEquals(chain, next.archive().read(1, Integer.MAX_VALUE));
    assertEquals(progress.getLast()[1], progress.getLast()[0]);
    next.journal().close();
  }

  @Test
  void blocks_are_read_in_pieces_across_segments() {
    var chain = Chains.random(2, 150, 20);
    var life = recover();
    chain.forEach(block -> append(life, block));
    assertTrue(Position.segment(life.archive().positionOf(150)) > 3);

    for (int bytesMax : new int[] {1, 1000, 30_000, Integer.MAX_VALUE}) {
      List<Block> read = new ArrayList<>();
      while (read.size() < chain.size()) {
        var piece = life.archive().read(read.size() + 1, bytesMax);
        int bytes = piece.stream().mapToInt(b -> b.bytes().length).sum();
        assertTrue(piece.size() == 1 || bytes <= bytesMax, bytes + " of " + bytesMax);
        read.addAll(piece);
      }
      assertEquals(chain, read);
      assertArrayEquals(chain.get(77).bytes(), read.get(77).bytes());
    }
    assertEquals(List.of(), life.archive().read(151, 1000));
    assertEquals(List.of(), life.archive().read(0, 1000));
    life.journal().close();
  }

  @Test
  void blocks_are_read_while_others_are_written_by_threads_that_are_interrupted() {
    var chain = Chains.random(3, 300, 10);
    var life = recover();
    var isDone = new AtomicBoolean();
    var reader =
        CompletableFuture.supplyAsync(
            () -> {
              long read = 0;
              while (!isDone.get() || read < chain.size()) {
                Thread.currentThread().interrupt();
                for (var block : life.archive().read(Math.max(1, read - 5), 5000)) {
                  assertEquals(chain.get((int) block.height() - 1), block);
                  read = Math.max(read, block.height());
                }
                read = read == 0 && life.archive().height() == 0 ? 0 : Math.min(read + 5, 300);
              }
              Thread.interrupted();
              return read;
            });
    chain.forEach(block -> append(life, block));
    isDone.set(true);
    assertEquals(300, reader.join());
    life.journal().close();
  }

  @Test
  void another_configuration_is_refused_and_the_difference_is_shown() {
    var life = recover();
    append(life, Chains.random(1, 1, 1).getFirst());
    life.journal().close();

    var mine = Chains.genesis();
    var accounts = new ArrayList<>(mine.accounts());
    accounts.set(0, new Genesis.Account("A1", "A", 99_999));
    var other = new Genesis(mine.ledger(), mine.protocol(), mine.members(), accounts);
    var thrown =
        assertThrows(
            DataException.class, () -> Recovery.open(directory, other, SMALL, Progress.NONE));
    assertEquals(DataException.Kind.OTHER_GENESIS, thrown.kind());
    assertTrue(
        thrown
            .getMessage()
            .contains(
                "account A1: owner A with 999.99 in conf, owner A with 1000.00 in the data"
                    + " directory"),
        thrown.getMessage());
  }

  @Test
  void a_block_that_does_not_follow_is_named_with_its_place() {
    var chain = Chains.random(4, 5, 3);
    var life = recover();
    chain.subList(0, 3).forEach(block -> append(life, block));
    long position = append(life, new JournalRecord.Appended(chain.get(4)));
    life.journal().close();
    var thrown = assertThrows(DataException.class, this::recover);
    assertEquals(DataException.Kind.DAMAGED, thrown.kind());
    assertTrue(thrown.getMessage().contains(Position.describe(position)), thrown.getMessage());
    assertTrue(
        thrown.getMessage().contains("block 5: it has height 5 but follows block 3"),
        thrown.getMessage());
  }

  @Test
  void records_without_a_genesis_before_them_are_refused() {
    try (var journal = Journal.open(directory.journal(), SMALL, (_, _, _) -> {}, Progress.NONE)) {
      var entry = new JournalRecord.Incarnation(1);
      journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
    }
    assertEquals(
        DataException.Kind.DAMAGED, assertThrows(DataException.class, this::recover).kind());
  }

  @Test
  void a_record_of_an_unknown_type_is_refused() {
    var life = recover();
    life.journal().appendAndSync((byte) 99, new byte[3]);
    life.journal().close();
    var thrown = assertThrows(DataException.class, this::recover);
    assertTrue(thrown.getMessage().contains("type 99"), thrown.getMessage());
  }
}
