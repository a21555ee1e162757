package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.MerkleTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written can be looked up. */
@DisplayName("The chain in H2")
class StoreTest {
  private static final List<Block> CHAIN = Chains.random(1, 60, 40);

  @TempDir Path directory;

  private Store store;

  @BeforeEach
  void open() {
    store = StoreOpening.open(directory.resolve("ledger"), Chains.genesis());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static void assertSame(Block wanted, StoredBlock found) {
    assertEquals(new StoredBlock(wanted.header(), wanted.hash(), wanted.transfers()), found);
  }

  @Test
  void a_new_store_holds_genesis() {
    assertEquals(0, store.height());
    assertEquals(Chains.genesis().hash(), store.hash());
    assertEquals(
        List.of(
            new StoredBlock(
                new Header(0, Hash.ZERO, 0, "", 0, MerkleTree.root(List.of())),
                Chains.genesis().hash(),
                List.of())),
        store.blocks(0, 10));
    assertEquals(0, store.balances().height());
    assertEquals(
        Chains.genesis().accounts(),
        store.balances().accounts().stream()
            .map(a -> new dev.lockstep.chain.Genesis.Account(a.name(), a.owner(), a.balance()))
            .toList());
  }

  @Test
  void blocks_at_a_glance_have_their_first_transfers_and_the_number_of_all() {
    store.write(CHAIN);
    for (int each : new int[] {0, 2, 1_000}) {
      var found = store.summaries(Optional.of(10L), 5, each);
      for (int i = 0; i < 5; i++) {
        var wanted = CHAIN.get(9 + i);
        assertEquals(
            new BlockSummary(
                wanted.header(), wanted.hash(), wanted.transfers().stream().limit(each).toList()),
            found.get(i));
      }
    }
    var newest = store.summaries(Optional.empty(), 20, 0);
    assertEquals(20, newest.size());
    assertEquals(store.hash(), newest.getLast().hash());
    assertEquals(61, store.summaries(Optional.empty(), 1_000, 0).size());
    assertEquals(List.of(), store.summaries(Optional.of(61L), 10, 1));
  }

  @Test
  void blocks_come_back_as_they_were_written_whatever_the_batches() {
    store.write(CHAIN.subList(0, 1));
    store.write(CHAIN.subList(1, 50));
    store.write(List.of());
    store.write(CHAIN.subList(50, 60));
    assertEquals(60, store.height());
    assertEquals(CHAIN.getLast().hash(), store.hash());

    var found = store.blocks(1, 100);
    assertEquals(60, found.size());
    for (int i = 0; i < 60; i++) {
      assertSame(CHAIN.get(i), found.get(i));
      assertSame(CHAIN.get(i), store.block(i + 1).orElseThrow());
    }
    assertEquals(List.of(58L, 59L, 60L), heights(store.newest(3)));
    assertEquals(List.of(5L, 6L), heights(store.blocks(5, 2)));
    assertEquals(61, store.newest(1000).size());
    assertEquals(List.of(), store.newest(0));
    assertEquals(List.of(), store.blocks(61, 5));
    assertEquals(Optional.empty(), store.block(61));
    assertEquals(Optional.empty(), store.block(-1));
  }

  private static List<Long> heights(List<StoredBlock> blocks) {
    return blocks.stream().map(StoredBlock::height).toList();
  }

  @Test
  void it_is_still_there_after_a_restart() {
    store.write(CHAIN);
    store.close();
    open();
    assertEquals(60, store.height());
    assertEquals(CHAIN.getLast().hash(), store.hash());
    assertSame(CHAIN.getLast(), store.block(60).orElseThrow());
  }

  @Test
  void balances_follow_from_the_blocks() {
    store.write(CHAIN.subList(0, 30));
    store.write(CHAIN.subList(30, 60));
    var ledger = Chains.ledger(CHAIN);
    var balances = store.balances();
    assertEquals(60, balances.height());
    for (var account : balances.accounts()) {
      assertEquals(ledger.balanceOf(account.name()), account.balance(), account.name());
    }
  }

  @Test
  void the_transfers_of_an_account_are_paged_newest_first() {
    store.write(CHAIN);
    for (var account : Chains.genesis().accounts()) {
      List<StoredTransfer> wanted = new ArrayList<>();
      for (var block : CHAIN) {
        for (int i = 0; i < block.transfers().size(); i++) {
          var transfer = block.transfers().get(i);
          if (transfer.from().equals(account.name()) || transfer.to().equals(account.name())) {
            wanted.addFirst(new StoredTransfer(new Location(block.height(), i), transfer));
          }
        }
      }
      assertEquals(wanted, store.transfersOf(account.name(), Optional.empty(), 100_000));

      List<StoredTransfer> paged = new ArrayList<>();
      var page = store.transfersOf(account.name(), Optional.empty(), 7);
      while (!page.isEmpty()) {
        paged.addAll(page);
        page = store.transfersOf(account.name(), Optional.of(page.getLast().location()), 7);
      }
      assertEquals(wanted, paged);
    }
    assertEquals(List.of(), store.transfersOf("nobody", Optional.empty(), 10));
  }

  @Test
  void a_transfer_is_found_where_it_stands() {
    store.write(CHAIN);
    var block = CHAIN.get(20);
    for (int i = 0; i < block.transfers().size(); i++) {
      var location = new Location(block.height(), i);
      assertEquals(
          Optional.of(new StoredTransfer(location, block.transfers().get(i))),
          store.transferAt(location));
    }
    assertEquals(
        Optional.empty(), store.transferAt(new Location(block.height(), block.transfers().size())));
  }

  @Test
  void blocks_that_do_not_follow_are_not_written() {
    store.write(CHAIN.subList(0, 10));
    assertThrows(IllegalArgumentException.class, () -> store.write(CHAIN.subList(11, 12)));
    assertThrows(IllegalArgumentException.class, () -> store.write(CHAIN.subList(9, 12)));
    var other = Chains.random(2, 11, 5);
    assertThrows(IllegalArgumentException.class, () -> store.write(other.subList(10, 11)));
    assertEquals(10, store.height());
    assertEquals(10, store.balances().height());
  }

  @Test
  void a_batch_that_fails_leaves_nothing_behind() {
    store.write(CHAIN.subList(0, 10));
    // The second block spends what is not there; its first half is fine.
    var poor =
        Block.of(
            12,
            CHAIN.get(10).hash(),
            99,
            "A",
            List.of(
                new dev.lockstep.chain.Transfer(
                    new java.util.UUID(1, 2), "A1", "B1", 1_000_000_000L, "")));
    assertThrows(StoreException.class, () -> store.write(List.of(CHAIN.get(10), poor)));
    // Too few for more than one transaction.
    assertEquals(10, store.height());
    assertEquals(Optional.empty(), store.block(11));
    store.write(CHAIN.subList(10, 60));
    assertSame(CHAIN.getLast(), store.block(60).orElseThrow());
  }

  @Test
  void reading_goes_on_while_blocks_are_written_and_sees_whole_batches() {
    var isDone = new AtomicBoolean();
    var reader =
        CompletableFuture.supplyAsync(
            () -> {
              int reads = 0;
              while (!isDone.get()) {
                var balances = store.balances();
                long sum = balances.accounts().stream().mapToLong(Balances.Account::balance).sum();
                assertEquals(Chains.genesis().supply(), sum);
                assertEquals(0, balances.height() % 4);
                reads++;
              }
              return reads;
            });
    for (int i = 0; i < 60; i += 4) {
      store.write(CHAIN.subList(i, i + 4));
    }
    isDone.set(true);
    assertTrue(reader.join() > 0);
  }

  @Test
  void interrupted_callers_do_no_harm() {
    Thread.currentThread().interrupt();
    store.write(CHAIN);
    assertEquals(60, store.balances().height());
    assertTrue(Thread.interrupted());
    assertSame(CHAIN.getLast(), store.block(60).orElseThrow());
  }
}
