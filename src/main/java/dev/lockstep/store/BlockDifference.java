package dev.lockstep.store;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import java.util.Optional;

/** Finds the first difference between H2's row of a block and the same block in the journal. */
final class BlockDifference {
  private BlockDifference() {}

  /** The first difference, if there is one. */
  static Optional<StoreProblem> of(BlockReader.BlockRow row, Header wanted, Hash wantedHash) {
    long height = row.height();
    var found = row.header();
    return differ(height, "previous hash", found.previous(), wanted.previous())
        .or(() -> differ(height, "Lamport time", found.time(), wanted.time()))
        .or(() -> differ(height, "proposer", found.proposer(), wanted.proposer()))
        .or(() -> differ(height, "root", found.root(), wanted.root()))
        .or(
            () ->
                differ(
                    height, "number of transfers", found.transferCount(), wanted.transferCount()))
        .or(() -> differ(height, "hash", row.hash(), wantedHash));
  }

  private static Optional<StoreProblem> differ(
      long height, String what, Object found, Object wanted) {
    return found.equals(wanted)
        ? Optional.empty()
        : Optional.of(
            new StoreProblem(
                height,
                "block",
                "the " + what + " is " + found + " there and " + wanted + " in the journal"));
  }
}
