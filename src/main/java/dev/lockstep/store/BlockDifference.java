package dev.lockstep.store;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Transfer;
import java.util.Optional;

/** Finds the first difference between a block in H2 and the same block in the journal. */
final class BlockDifference {
  private final StoredBlock stored;
  private final StoredBlock original;

  private BlockDifference(StoredBlock stored, StoredBlock original) {
    this.stored = stored;
    this.original = original;
  }

  /** The first difference, if there is one. */
  static Optional<StoreProblem> of(StoredBlock stored, StoredBlock original) {
    return new BlockDifference(stored, original).first();
  }

  private Optional<StoreProblem> first() {
    var found = stored.header();
    var wanted = original.header();
    return header("previous hash", found.previous(), wanted.previous())
        .or(() -> header("Lamport time", found.time(), wanted.time()))
        .or(() -> header("proposer", found.proposer(), wanted.proposer()))
        .or(() -> header("root", found.root(), wanted.root()))
        .or(this::transfers);
  }

  private Optional<StoreProblem> header(String what, Object found, Object wanted) {
    return differ("block", "the " + what, found, wanted);
  }

  private Optional<StoreProblem> transfers() {
    int shared = Math.min(stored.transfers().size(), original.transfers().size());
    for (int i = 0; i < shared; i++) {
      var problem = transfer(i, stored.transfers().get(i), original.transfers().get(i));
      if (problem.isPresent()) {
        return problem;
      }
    }
    return differ(
        "transfer",
        "the number of transfers",
        stored.transfers().size(),
        original.transfers().size());
  }

  private Optional<StoreProblem> transfer(int position, Transfer found, Transfer wanted) {
    var of = " of transfer " + position;
    return differ("transfer", "the id" + of, found.id(), wanted.id())
        .or(() -> differ("transfer", "the sender" + of, found.from(), wanted.from()))
        .or(() -> differ("transfer", "the receiver" + of, found.to(), wanted.to()))
        .or(
            () ->
                differ(
                    "transfer",
                    "the amount" + of,
                    Amount.format(found.amount()),
                    Amount.format(wanted.amount())))
        .or(() -> differ("transfer", "the memo" + of, found.memo(), wanted.memo()));
  }

  private Optional<StoreProblem> differ(String table, String what, Object found, Object wanted) {
    return found.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new StoreProblem(
                stored.height(),
                table,
                what + " is " + found + " there and " + wanted + " in the journal"));
  }
}
