package dev.lockstep.chain;

import java.util.List;
import java.util.UUID;

/** A small ledger for tests: {@code A}, {@code B} and {@code C} with two accounts each. */
final class Sample {
  static final Genesis GENESIS = genesis(Protocol.LAMPORT);

  private Sample() {}

  static Genesis genesis(Protocol protocol) {
    return new Genesis(
        "sample",
        protocol,
        List.of("A", "B", "C"),
        List.of(
            new Genesis.Account("A", "A", 1_000),
            new Genesis.Account("A2", "A", 0),
            new Genesis.Account("B", "B", 1_000),
            new Genesis.Account("B2", "B", 0),
            new Genesis.Account("C", "C", 500),
            new Genesis.Account("C2", "C", 7)));
  }

  static UUID id(long number) {
    return new UUID(0x018f_4e7b_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  static Transfer transfer(long id, String from, String to, long amount) {
    return new Transfer(id(id), from, to, amount, "");
  }

  static Block first(String proposer, Transfer... transfers) {
    return Block.of(1, GENESIS.hash(), 1, proposer, List.of(transfers));
  }

  /** The block that would be next on this chain. */
  static Block next(Ledger ledger, String proposer, Transfer... transfers) {
    return Block.of(
        ledger.height() + 1, ledger.head(), ledger.headTime() + 1, proposer, List.of(transfers));
  }
}
