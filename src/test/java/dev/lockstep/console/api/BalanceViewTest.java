package dev.lockstep.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The balances that a node shows")
class BalanceViewTest {
  private static final Genesis GENESIS = Chains.genesis();

  private BalanceView view;

  @BeforeEach
  void begin() {
    var balances = GENESIS.accounts().stream().mapToLong(Genesis.Account::balance).toArray();
    view = new BalanceView(GENESIS, balances, 0, executed(1, 2));
  }

  /** Transfers of 0.01, 0.02, and so on, from A1. */
  private static List<Transfer> executed(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(n -> new Transfer(new UUID(3, n), "A1", "B1", n, ""))
        .toList();
  }

  private void apply(List<Transfer> placed, List<Transfer> unlogged) {
    view.apply(Block.of(view.height() + 1, Hash.ZERO, 9, "A", placed));
    view.unlog(unlogged);
  }

  private void assertShows(long now, long onChain, List<Transfer> log) {
    assertEquals(
        new AccountBalance(view.get("A1").account(), now, onChain, view.height()), view.get("A1"));
    assertEquals(log, view.newestLogged(Integer.MAX_VALUE));
    assertEquals(log.size(), view.logged());
  }

  @Test
  void what_is_executed_is_off_the_balance_before_it_is_on_a_block() {
    assertShows(99_997, 100_000, executed(1, 2));
    view.execute(executed(3, 4));
    assertShows(99_990, 100_000, executed(1, 4));
    assertEquals(executed(4, 4), view.newestLogged(1));
  }

  @Test
  void a_block_takes_the_oldest_out_of_the_log_and_leaves_the_balance() {
    view.execute(executed(3, 4));
    apply(executed(1, 3), executed(1, 3));
    assertShows(99_990, 99_994, executed(4, 4));
  }

  /** Another member has had a transfer with an id of this log on the block (design P10). */
  @Test
  void what_can_be_on_no_block_any_more_leaves_the_middle_of_the_log() {
    view.execute(executed(3, 5));
    var other = new Transfer(new UUID(3, 4), "C1", "B1", 70, "");
    apply(
        List.of(executed(1, 1).getFirst(), other),
        List.of(executed(1, 1).getFirst(), executed(4, 4).getFirst()));
    assertShows(
        99_989,
        99_999,
        List.of(executed(2, 2).getFirst(), executed(3, 3).getFirst(), executed(5, 5).getFirst()));
  }
}
