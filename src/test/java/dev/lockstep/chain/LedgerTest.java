package dev.lockstep.chain;

import static dev.lockstep.chain.Sample.first;
import static dev.lockstep.chain.Sample.id;
import static dev.lockstep.chain.Sample.next;
import static dev.lockstep.chain.Sample.transfer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of money (design M1 to M6). */
@DisplayName("The ledger")
class LedgerTest {
  private final Ledger ledger = new Ledger(Sample.GENESIS);

  private Decision offer(Transfer transfer) {
    return ledger.draft().offer(transfer, "A");
  }

  private void assertRefused(Code code, Transfer transfer) {
    var before = Snapshot.of(ledger);
    var refused = assertInstanceOf(Decision.Refused.class, offer(transfer));
    assertEquals(code, refused.refusal().code(), refused.refusal().detail());
    assertEquals(before, Snapshot.of(ledger));
  }

  /** All that can be seen of a ledger. */
  private record Snapshot(long height, Hash head, long time, List<Long> balances) {
    static Snapshot of(Ledger ledger) {
      return new Snapshot(
          ledger.height(),
          ledger.head(),
          ledger.headTime(),
          LongStream.of(ledger.balances()).boxed().toList());
    }
  }

  // --- a transfer is refused, with the first that applies ----------------------------------------

  @Test
  void an_amount_that_is_not_above_zero_or_too_large_is_invalid() {
    for (long amount : new long[] {0, -1, Long.MIN_VALUE, Amount.MAX + 1, Long.MAX_VALUE}) {
      assertRefused(Code.INVALID_AMOUNT, transfer(1, "A", "B", amount));
    }
  }

  @Test
  void a_long_memo_is_invalid() {
    assertRefused(Code.INVALID_MEMO, new Transfer(id(1), "A", "B", 1, "x".repeat(141)));
  }

  @Test
  void accounts_must_exist_differ_and_be_owned() {
    assertRefused(Code.UNKNOWN_ACCOUNT, transfer(1, "nobody", "B", 1));
    assertRefused(Code.UNKNOWN_ACCOUNT, transfer(1, "A", "nobody", 1));
    assertRefused(Code.SAME_ACCOUNT, transfer(1, "A", "A", 1));
    assertRefused(Code.NOT_OWNER, transfer(1, "B", "A", 1));
  }

  @Test
  void an_id_that_belongs_to_another_transfer_is_refused_whatever_differs() {
    ledger.append(first("A", new Transfer(id(1), "A", "B", 10, "memo")));
    for (var other :
        List.of(
            new Transfer(id(1), "A2", "B", 10, "memo"),
            new Transfer(id(1), "A", "C", 10, "memo"),
            new Transfer(id(1), "A", "B", 11, "memo"),
            new Transfer(id(1), "A", "B", 10, "Memo"))) {
      assertRefused(Code.EXISTS_WITH_DIFFERENT_CONTENT, other);
    }
  }

  @Test
  void exactly_the_balance_can_be_sent_and_not_one_more() {
    assertRefused(Code.INSUFFICIENT_FUNDS, transfer(1, "A", "B", 1_001));
    assertInstanceOf(Decision.Accepted.class, offer(transfer(1, "A", "B", 1_000)));
    assertEquals(0, ledger.balanceOf("A"));
  }

  @Test
  void of_several_reasons_the_first_is_given() {
    var longMemo = "x".repeat(141);
    ledger.append(first("A", transfer(1, "A", "B", 10)));
    // Each of these breaks all the rules that follow as well, as far as they can be broken at once.
    assertRefused(Code.INVALID_AMOUNT, new Transfer(id(1), "nobody", "nobody", 0, longMemo));
    assertRefused(Code.INVALID_MEMO, new Transfer(id(1), "nobody", "nobody", 9_999, longMemo));
    assertRefused(Code.UNKNOWN_ACCOUNT, transfer(1, "nobody", "nobody", 9_999));
    assertRefused(Code.SAME_ACCOUNT, transfer(1, "B", "B", 9_999));
    assertRefused(Code.NOT_OWNER, transfer(1, "B", "A", 9_999));
    assertRefused(Code.EXISTS_WITH_DIFFERENT_CONTENT, transfer(1, "A", "B", 9_999));
    assertRefused(Code.INSUFFICIENT_FUNDS, transfer(2, "A", "B", 9_999));
  }

  // --- an id commits at most once, ever ----------------------------------------------------------

  @Test
  void the_same_transfer_sent_again_exists_even_when_the_money_is_gone() {
    var transfer = transfer(1, "A", "B", 600);
    ledger.append(first("A", transfer(9, "A", "A2", 1), transfer));

    assertEquals(new Decision.Exists(new Location(1, 1)), offer(transfer));
    assertEquals(Optional.of(new Decision.Exists(new Location(1, 1))), ledger.known(transfer));
    assertEquals(Optional.of(new Location(1, 1)), ledger.find(transfer.id()));
    assertEquals(399, ledger.balanceOf("A"));
  }

  @Test
  void an_id_twice_within_a_block_being_built_exists_the_second_time() {
    var draft = ledger.draft();
    var transfer = transfer(1, "A", "B", 10);

    assertEquals(new Decision.Accepted(new Location(1, 0)), draft.offer(transfer, "A"));
    assertEquals(new Decision.Exists(new Location(1, 0)), draft.offer(transfer, "A"));
    var other =
        assertInstanceOf(Decision.Refused.class, draft.offer(transfer(1, "A", "B", 9), "A"));
    assertEquals(Code.EXISTS_WITH_DIFFERENT_CONTENT, other.refusal().code());
    assertEquals(1, draft.size());
    assertEquals(990, ledger.balanceOf("A"));
  }

  @Test
  void a_refusal_for_want_of_funds_is_not_remembered() {
    var transfer = transfer(1, "A2", "B", 5);
    assertRefused(Code.INSUFFICIENT_FUNDS, transfer);
    ledger.append(first("A", transfer(2, "A", "A2", 5)));
    assertEquals(new Decision.Accepted(new Location(2, 0)), offer(transfer));
  }

  // --- a block being built -----------------------------------------------------------------------

  @Test
  void a_block_that_was_built_is_taken_by_every_other_ledger() {
    var draft = ledger.draft();
    draft.offer(transfer(1, "A", "A2", 1_000), "A");
    draft.offer(transfer(2, "A", "B", 1), "A");
    draft.offer(transfer(3, "A2", "B", 400), "A");
    var block = draft.seal(5, "A").block();

    var other = new Ledger(Sample.GENESIS);
    other.append(Block.decode(block.bytes()));

    assertEquals(List.of(id(1), id(3)), block.transfers().stream().map(Transfer::id).toList());
    assertEquals(Snapshot.of(ledger), Snapshot.of(other));
    assertEquals(5, other.headTime());
    assertEquals(block.hash(), other.hashAt(1));
    assertEquals(1_400, other.balanceOf("B"));
  }

  // --- a block that does not fit -----------------------------------------------------------------

  private void assertDoesNotFit(Block block, String problem) {
    var before = Snapshot.of(ledger);
    var failure = assertThrows(ChainException.class, () -> ledger.append(block));
    assertTrue(failure.getMessage().contains(problem), failure.getMessage());
    assertEquals(block.height(), failure.height());
    assertEquals(before, Snapshot.of(ledger));
    for (var transfer : block.transfers()) {
      ledger.find(transfer.id()).ifPresent(l -> assertTrue(l.height() <= before.height));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 2, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void a_block_of_another_height_does_not_fit(long height) {
    assertDoesNotFit(Block.of(height, ledger.head(), 1, "A", List.of()), "follows block 0");
  }

  @Test
  void a_block_after_another_head_does_not_fit() {
    assertDoesNotFit(Block.of(1, Hash.ZERO, 1, "A", List.of()), "previous hash");
    var other = new Ledger(Sample.genesis(Protocol.PAXOS));
    assertDoesNotFit(next(other, "A", transfer(1, "A", "B", 1)), "previous hash");
  }

  @Test
  void a_block_by_a_stranger_does_not_fit() {
    assertDoesNotFit(first("D", transfer(1, "A", "B", 1)), "is no member");
    assertDoesNotFit(first("", transfer(1, "A", "B", 1)), "is no member");
  }

  @Test
  void in_lamport_mode_a_proposer_puts_only_own_transfers_on_its_block() {
    assertDoesNotFit(
        first("A", transfer(1, "A", "B", 1), transfer(2, "B", "A", 1)), "owned by member B");
  }

  @Test
  void in_paxos_mode_a_block_holds_the_transfers_of_all() {
    var paxos = new Ledger(Sample.genesis(Protocol.PAXOS));
    paxos.append(next(paxos, "C", transfer(1, "A", "B", 1), transfer(2, "B", "A", 2)));
    assertEquals(1_001, paxos.balanceOf("A"));
  }

  @Test
  void a_block_with_a_transfer_that_breaks_a_rule_does_not_fit_and_leaves_no_trace() {
    var good = transfer(1, "A", "B", 1_000);
    var more = transfer(2, "A2", "B", 1);
    assertDoesNotFit(first("A", good, more), "transfer 1: Account A2 has 0.00");
    assertDoesNotFit(first("A", good, transfer(3, "A", "B", 1)), "transfer 1: Account A has 0.00");
    assertDoesNotFit(first("A", good, good), "transfer 1: its id");
    assertDoesNotFit(first("A", good, transfer(1, "A", "B", 5)), "transfer 1: its id");
    assertDoesNotFit(first("A", good, transfer(3, "A", "A", 1)), "to itself");
    assertDoesNotFit(first("A", good, transfer(3, "A", "x", 1)), "no account");
    assertDoesNotFit(first("A", good, transfer(3, "A", "B", -1)), "not above zero");
    assertDoesNotFit(first("A", good, transfer(3, "A", "B", Long.MIN_VALUE)), "not above zero");
    assertDoesNotFit(
        first("A", good, new Transfer(id(3), "A", "B", 1, "x".repeat(141))), "141 characters");

    ledger.append(first("A", good));
    assertEquals(Optional.of(new Location(1, 0)), ledger.find(id(1)));
    assertEquals(Optional.empty(), ledger.find(id(2)));
  }

  @Test
  void an_id_of_an_earlier_block_does_not_fit_again() {
    ledger.append(first("A", transfer(1, "A", "B", 1)));
    assertDoesNotFit(next(ledger, "A", transfer(1, "A", "B", 1)), "stands already at height 1");
  }

  /** The whole block is taken back, also when it made the table of ids grow. */
  @Test
  void a_large_block_whose_last_transfer_is_bad_leaves_no_trace() {
    var transfers =
        new ArrayList<>(
            LongStream.range(0, 999)
                .mapToObj(i -> transfer(i, "A", i % 2 == 0 ? "A2" : "B", 1))
                .toList());
    transfers.add(transfer(100_000, "C", "A", 1));
    assertDoesNotFit(first("A", transfers.toArray(Transfer[]::new)), "transfer 999");
    assertTrue(transfers.stream().allMatch(t -> ledger.find(t.id()).isEmpty()));
  }

  // --- always ------------------------------------------------------------------------------------

  /** Rule 3, on lives of random blocks: some fit, some do not. Every seed is a life of its own. */
  @Test
  void money_is_neither_made_nor_lost_and_no_balance_falls_below_zero() {
    int fitted = 0;
    int refused = 0;
    for (int seed = 0; seed < 200; seed++) {
      var random = new Random(seed);
      var life = new Ledger(Sample.genesis(seed % 2 == 0 ? Protocol.LAMPORT : Protocol.PAXOS));
      var accounts = life.genesis().accounts().stream().map(Genesis.Account::name).toList();
      long[] model = life.balances();
      for (int i = 0; i < 60; i++) {
        var block = randomBlock(random, life, accounts);
        var before = Snapshot.of(life);
        try {
          life.append(block);
          for (var t : block.transfers()) {
            model[accounts.indexOf(t.from())] -= t.amount();
            model[accounts.indexOf(t.to())] += t.amount();
            assertTrue(model[accounts.indexOf(t.from())] >= 0, "seed " + seed);
          }
          fitted++;
        } catch (ChainException e) {
          assertEquals(before, Snapshot.of(life), "seed " + seed);
          refused++;
        }
        assertArrayEquals(model, life.balances(), "seed " + seed);
        assertEquals(life.genesis().supply(), Arrays.stream(life.balances()).sum());
      }
    }
    assertTrue(fitted > 1_000 && refused > 1_000, fitted + " fitted, " + refused + " did not");
  }

  private static Block randomBlock(Random random, Ledger life, List<String> accounts) {
    var proposer = life.genesis().members().get(random.nextInt(3));
    Transfer[] transfers = new Transfer[random.nextInt(5)];
    for (int i = 0; i < transfers.length; i++) {
      var own = accounts.stream().filter(a -> a.startsWith(proposer)).toList();
      var from =
          random.nextInt(10) == 0
              ? accounts.get(random.nextInt(accounts.size()))
              : own.get(random.nextInt(own.size()));
      var to = accounts.get(random.nextInt(accounts.size()));
      transfers[i] = transfer(random.nextInt(2_000), from, to, 1L + random.nextInt(300));
    }
    return next(life, proposer, transfers);
  }

  /** Fault 57: what a receiver holds can never overflow, because all the money there is fits. */
  @Test
  void the_sum_of_everything_fits_one_account() {
    List<Genesis.Account> accounts = new ArrayList<>();
    for (int i = 0; i < 9_223; i++) {
      accounts.add(new Genesis.Account("a%05d".formatted(i), "A", Amount.MAX));
    }
    var rich = new Ledger(new Genesis("rich", Protocol.LAMPORT, List.of("A"), accounts));
    for (int height = 1; height < 9_223; height += 4_000) {
      int from = height;
      int to = Math.min(height + 4_000, 9_223);
      rich.append(
          next(
              rich,
              "A",
              LongStream.range(from, to)
                  .mapToObj(i -> transfer(i, "a%05d".formatted(i), "a00000", Amount.MAX))
                  .toArray(Transfer[]::new)));
    }
    assertEquals(9_223 * Amount.MAX, rich.balanceOf("a00000"));
  }

  @Test
  void a_block_without_transfers_and_one_with_the_maximum_fit() {
    ledger.append(first("A"));
    var genesis =
        new Genesis(
            "big",
            Protocol.LAMPORT,
            List.of("A"),
            List.of(new Genesis.Account("A", "A", 10_000), new Genesis.Account("B", "A", 0)));
    var big = new Ledger(genesis);
    var full =
        LongStream.range(0, Block.TRANSFERS_MAX)
            .mapToObj(i -> transfer(i, "A", "B", 1))
            .toArray(Transfer[]::new);
    big.append(next(big, "A", full));
    assertEquals(
        Optional.of(new Location(1, Block.TRANSFERS_MAX - 1)),
        big.find(id(Block.TRANSFERS_MAX - 1)));
    assertEquals(Block.TRANSFERS_MAX, big.balanceOf("B"));
  }

  @Test
  void lamport_time_never_goes_back_and_never_runs_out() {
    ledger.append(Block.of(1, ledger.head(), 7, "A", List.of(transfer(1, "A", "B", 1))));
    for (long time : new long[] {6, -1, Long.MAX_VALUE}) {
      var block = Block.of(2, ledger.head(), time, "A", List.of(transfer(2, "A", "B", 1)));
      assertThrows(ChainException.class, () -> ledger.append(block));
    }
    ledger.append(Block.of(2, ledger.head(), 7, "A", List.of(transfer(2, "A", "B", 1))));
  }

  // --- blocks that are only proposed -------------------------------------------------------------

  @Test
  void a_proposal_holds_the_beginning_of_each_part_that_fits_and_changes_nothing() {
    var before = Snapshot.of(ledger);
    var block =
        ledger
            .propose(
                List.of(
                    List.of(
                        transfer(1, "A", "B", 900),
                        transfer(2, "A", "B", 200),
                        transfer(4, "A", "B", 50)),
                    List.of(),
                    List.of(transfer(3, "A", "B", 100), transfer(1, "A", "B", 900))),
                7,
                "A")
            .block();
    assertEquals(
        List.of(transfer(1, "A", "B", 900), transfer(3, "A", "B", 100)), block.transfers());
    assertEquals(before, Snapshot.of(ledger));
    assertTrue(ledger.find(id(1)).isEmpty());
    ledger.requireFits(block);
    assertEquals(before, Snapshot.of(ledger));
    assertTrue(ledger.find(id(1)).isEmpty());
    ledger.append(block);
    assertEquals(0, ledger.balanceOf("A"));
  }

  @Test
  void a_block_that_fits_says_nothing_about_another_one() {
    var before = Snapshot.of(ledger);
    ledger.requireFits(first("A", transfer(1, "A", "B", 900)));
    var other = first("A", transfer(1, "A", "B", 900), transfer(2, "A", "B", 200));
    assertThrows(ChainException.class, () -> ledger.append(other));
    assertThrows(ChainException.class, () -> ledger.requireFits(other));
    assertEquals(before, Snapshot.of(ledger));
  }

  @Test
  void a_proposed_block_fits_once() {
    var proposed = ledger.propose(List.of(List.of(transfer(1, "A", "B", 900))), 5, "A").block();
    ledger.requireFits(proposed);
    ledger.append(proposed);
    assertThrows(ChainException.class, () -> ledger.append(proposed));
    assertEquals(1, ledger.height());
  }

  @Test
  void a_block_that_does_not_fit_is_told_without_a_change() {
    var before = Snapshot.of(ledger);
    var block = first("A", transfer(1, "A", "B", 900), transfer(2, "A", "B", 200));
    assertThrows(ChainException.class, () -> ledger.requireFits(block));
    assertEquals(before, Snapshot.of(ledger));
    assertTrue(ledger.find(id(1)).isEmpty());
  }
}
