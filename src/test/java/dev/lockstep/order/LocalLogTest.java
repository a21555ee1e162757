package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is on it, what of that is durable, and what a block takes out. */
@DisplayName("The local log")
class LocalLogTest {
  private final LocalLog log = new LocalLog();

  private static Transfer transfer(int number) {
    return new Transfer(new UUID(0, number), "A", "B", number, "");
  }

  private static Block block(Transfer... transfers) {
    return Block.of(1, new Hash(0, 0, 0, 0), 1, "B", List.of(transfers));
  }

  private void execute(int... numbers) {
    for (int number : numbers) {
      log.execute(transfer(number));
    }
  }

  @Test
  void a_transfer_is_on_it_and_spent_before_it_is_durable() {
    log.add(List.of(transfer(1)));
    execute(2, 3);
    assertEquals(List.of(transfer(1), transfer(2), transfer(3)), log.transfers());
    assertEquals(6, log.spentFrom("A"));
    assertEquals(1, log.durable());
  }

  @Test
  void the_oldest_become_durable_first() {
    execute(1, 2, 3);
    assertEquals(List.of(transfer(1), transfer(2)), log.synced(2));
    assertEquals(2, log.durable());
    assertEquals(List.of(transfer(3)), log.synced(1));
    assertEquals(3, log.durable());
  }

  @Test
  void a_block_takes_out_what_it_has() {
    log.add(List.of(transfer(1), transfer(2), transfer(3)));
    assertEquals(List.of(transfer(2)), log.remove(block(transfer(2), transfer(9))));
    assertEquals(List.of(transfer(1), transfer(3)), log.transfers());
    assertEquals(4, log.spentFrom("A"));
    assertEquals(2, log.durable());
  }

  /** Design P10: a block has another transfer with this id. */
  @Test
  void what_a_block_takes_out_before_it_is_durable_never_becomes_so() {
    log.add(List.of(transfer(1)));
    execute(2, 3);
    var other = new Transfer(transfer(2).id(), "B", "A", 5, "");
    assertEquals(List.of(transfer(1)), log.remove(block(transfer(1), other)));
    assertEquals(3, log.spentFrom("A"));
    assertEquals(0, log.durable());
    assertEquals(List.of(transfer(3)), log.synced(2));
    assertEquals(1, log.durable());
    execute(4);
    assertEquals(List.of(transfer(4)), log.synced(1));
  }
}
