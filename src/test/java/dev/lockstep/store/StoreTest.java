package dev.lockstep.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.MerkleTree;
import dev.lockstep.journal.BlockArchive;
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

  private BlockArchive archive;
  private Store store;

  @BeforeEach
  void begin() {
    archive = Member.journalled(directory, CHAIN);
    open();
  }

  private void open() {
    store = StoreOpening.open(directory.resolve("ledger"), Chains.genesis(), archive);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void a_new_store_holds_genesis() {
    assertEquals(0, store.height());
    assertEquals(Chains.genesis().hash(), store.hash());
    assertEquals(
        List.of(
            new BlockReader.BlockRow(
                new Header(0, Hash.ZERO, 0, "", 0, MerkleTree.root(List.of())),
                Chains.genesis().hash())),
        store.readBlocks(reader -> reader.rows(0, 10)));
    assertEquals(0, store.balances().height());
    assertEquals(
        Chains.genesis().accounts(),
        store.balances().accounts().stream()
            .map(a -> new dev.lockstep.chain.Genesis.Account(a.name(), a.owner(), a.balance()))
            .toList());
  }

  @Test
  void a_block_has_a_row_and_one_for_each_account_that_it_touches() {
    store.write(CHAIN.subList(0, 1));
    store.write(CHAIN.subList(1, 50));
    store.write(List.of());
    store.write(CHAIN.subList(50, 60));
    assertEquals(60, store.height());
    assertEquals(CHAIN.getLast().hash(), store.hash());

    var rows = store.readBlocks(reader -> reader.rows(1, 100));
    assertEquals(60, rows.size());
    var ledger = new Ledger(Chains.genesis());
    for (int i = 0; i < 60; i++) {
      var block = CHAIN.get(i);
      assertEquals(new BlockReader.BlockRow(block.header(), block.hash()), rows.get(i));
      ledger.append(block);
      for (var account : Chains.genesis().accounts()) {
        assertEquals(posting(block, account.name(), ledger), found(block, account.name()));
      }
    }
  }

  private List<Posting> found(Block block, String account) {
    int number = Chains.genesis().indexOf(account);
    return store.readPostings(
        reader -> reader.ascending(number, block.height(), block.height(), 10));
  }

  /** As the transfers give it, one by one. */
  private static List<Posting> posting(Block block, String account, Ledger after) {
    int count = 0;
    long sent = 0;
    long received = 0;
    for (var transfer : block.transfers()) {
      boolean isFrom = transfer.from().equals(account);
      boolean isTo = transfer.to().equals(account);
      count += isFrom || isTo ? 1 : 0;
      sent += isFrom ? transfer.amount() : 0;
      received += isTo ? transfer.amount() : 0;
    }
    return count == 0
        ? List.of()
        : List.of(
            new Posting(
                Chains.genesis().indexOf(account),
                block.height(),
                count,
                received,
                sent,
                after.balanceOf(account)));
  }

  @Test
  void it_is_still_there_after_a_restart() {
    store.write(CHAIN);
    store.close();
    open();
    assertEquals(60, store.height());
    assertEquals(CHAIN.getLast().hash(), store.hash());
    assertEquals(CHAIN.getLast().hash(), row(60).hash());
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

  private BlockReader.BlockRow row(long height) {
    return store.readBlocks(reader -> reader.rows(height, 1)).getFirst();
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
    assertEquals(List.of(), store.readBlocks(reader -> reader.rows(11, 1)));
    assertEquals(10, store.balances().height());
    store.write(CHAIN.subList(10, 60));
    assertEquals(CHAIN.getLast().hash(), row(60).hash());
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
    assertEquals(CHAIN.getLast().hash(), row(60).hash());
  }
}
