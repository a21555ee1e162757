package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Transfer;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.journal.Recovered;
import dev.lockstep.order.PaxosRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** H2's local log follows the journal's, and whatever it says at a start gives way to that. */
@DisplayName("The local log in H2")
class LocalLogTest {
  private static final List<Block> CHAIN = Chains.random(1, 3, 5);
  private static final String FROM = "A1";

  @TempDir Path data;

  private Member member;

  @BeforeEach
  void live() {
    member = new Member(data);
    member.live((life, store) -> Member.append(life, store, CHAIN, true));
  }

  private static Transfer transfer(long id, long amount) {
    return new Transfer(new UUID(9, id), FROM, "B1", amount, "memo \uD83C\uDF4B " + id);
  }

  private static List<Transfer> transfers(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(n -> transfer(n, n)).toList();
  }

  /** Executed as a node does it: in the journal first. */
  private static void execute(Recovered life, Store store, List<Transfer> executed) {
    journal(life, executed);
    store.writeLog(executed);
  }

  private static void journal(Recovered life, List<Transfer> executed) {
    var entry = new PaxosRecord.Executed(executed);
    life.journal().appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
  }

  private static Block next(List<Transfer> transfers) {
    return Block.of(4, CHAIN.getLast().hash(), 100, "A", transfers);
  }

  private Verdict verify() {
    return Verifier.offline(member.directory(), "A", Chains.genesis(), Progress.NONE).verdict();
  }

  @Test
  void a_new_store_has_an_empty_log() {
    member.live((life, store) -> assertEquals(List.of(), store.log()));
  }

  @Test
  void what_is_executed_comes_back_in_its_order_whatever_the_batches_and_after_a_restart() {
    member.live(
        (life, store) -> {
          execute(life, store, transfers(1, 1));
          execute(life, store, List.of());
          execute(life, store, transfers(2, 400));
          assertEquals(transfers(1, 400), store.log());
        });
    member.live((life, store) -> assertEquals(transfers(1, 400), store.log()));
  }

  @Test
  void a_block_takes_its_transfers_out_and_leaves_the_rest() {
    member.live(
        (life, store) -> {
          execute(life, store, transfers(1, 50));
          var other = new Transfer(new UUID(10, 1), "A2", "C1", 3, "");
          var placed = Stream.concat(Stream.of(other), transfers(11, 40).stream()).toList();
          Member.append(life, store, List.of(next(placed)), true);
          var left = new ArrayList<>(transfers(1, 10));
          left.addAll(transfers(41, 50));
          assertEquals(left, store.log());
          execute(life, store, transfers(60, 61));
          left.addAll(transfers(60, 61));
          assertEquals(left, store.log());
        });
    assertInstanceOf(Verdict.Sound.class, verify());
  }

  @Test
  void a_block_that_h2_has_not_seen_takes_its_transfers_out_at_the_start() {
    member.live(
        (life, store) -> {
          execute(life, store, transfers(1, 5));
          Member.append(life, store, List.of(next(transfers(2, 4))), false);
        });
    assertInstanceOf(Verdict.Sound.class, verify());
    member.live(
        (life, store) -> assertEquals(List.of(transfer(1, 1), transfer(5, 5)), store.log()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UPDATE local_log SET transfers = (SELECT transfers FROM local_log WHERE sequence = 3) WHERE sequence = 2 | transfer 2 is ",
        "UPDATE local_log SET sequence = 9 WHERE sequence = 1        | transfer 1 is ",
        "DELETE FROM local_log WHERE sequence = 1                    | transfer 1 is ",
        "INSERT INTO local_log SELECT 7, transfers FROM local_log WHERE sequence = 1 | transfer 4 is ",
        "UPDATE local_log SET transfers = X'00000001' WHERE sequence = 1 | row 1 of table local_log is malformed",
        "UPDATE local_log SET transfers = X'' WHERE sequence = 2 | row 2 of table local_log is malformed",
      })
  void a_difference_is_found_by_verify_and_gives_way_at_the_next_start(String sql, String problem) {
    member.live(
        (life, store) -> {
          for (int n = 1; n <= 3; n++) {
            execute(life, store, transfers(n, n));
          }
          // A row each, also where the next start has made the log the journal's.
        });
    assertInstanceOf(Verdict.Sound.class, verify());
    member.sql(sql);
    var sentence = assertInstanceOf(Verdict.Broken.class, verify()).sentence();
    assertTrue(sentence.contains("local_log") && sentence.contains(problem.strip()), sentence);
    member.live((life, store) -> assertEquals(transfers(1, 3), store.log()));
    assertInstanceOf(Verdict.Sound.class, verify());
  }

  @Test
  void h2_may_lack_the_newest_and_gets_it_at_the_next_start() {
    member.live(
        (life, store) -> {
          execute(life, store, transfers(1, 3));
          journal(life, transfers(4, 6));
        });
    assertInstanceOf(Verdict.Sound.class, verify());
    member.live((life, store) -> assertEquals(transfers(1, 6), store.log()));
  }

  @Test
  void a_store_that_is_lost_gets_its_log_from_the_journal() {
    member.live((life, store) -> execute(life, store, transfers(1, 3)));
    member.breakSeal();
    member.live((life, store) -> assertEquals(transfers(1, 3), store.log()));
  }

  @Test
  void a_log_that_its_account_cannot_pay_is_found_in_the_journal() {
    long balance = Chains.ledger(CHAIN).balanceOf(FROM);
    member.live((life, store) -> execute(life, store, List.of(transfer(1, balance))));
    assertInstanceOf(Verdict.Sound.class, verify());
    member.live((life, store) -> execute(life, store, List.of(transfer(2, 1))));
    var broken = assertInstanceOf(Verdict.Broken.class, verify());
    assertEquals(3, broken.height());
    assertTrue(
        broken
            .sentence()
            .endsWith(transfer(2, 1).id() + " takes 0.01 from account A1, which has 0.00 left."),
        broken.sentence());
  }

  @Test
  void a_transfer_that_stands_on_the_chain_has_no_place_in_the_log() {
    var placed = CHAIN.getFirst().transfers().getFirst();
    member.live((life, store) -> journal(life, List.of(placed)));
    var broken = assertInstanceOf(Verdict.Broken.class, verify());
    assertTrue(broken.sentence().endsWith("stands already at height 1."), broken.sentence());
  }
}
