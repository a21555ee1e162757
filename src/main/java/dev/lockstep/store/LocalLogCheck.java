package dev.lockstep.store;

import dev.lockstep.chain.Decision;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Transfer;
import java.util.List;
import java.util.Optional;

/**
 * Compares H2's rows of the local log with the journal's log. H2 is written behind the journal, so
 * it may lack the newest entries, and may still have some that are on blocks which it has not
 * stored; beyond these it must have the journal's entries, the oldest first.
 */
final class LocalLogCheck {
  private LocalLogCheck() {}

  /**
   * @param found H2's rows in their order, read after {@code height}
   * @param height of H2, at least
   * @param ledger of a journal that was read after H2
   * @param log of the same journal
   */
  static Optional<StoreProblem> run(
      List<Transfer> found, long height, Ledger ledger, List<Transfer> log) {
    var rows = found.stream().filter(row -> !isOnBlockAbove(row, height, ledger)).toList();
    for (int i = 0; i < rows.size(); i++) {
      var wanted = i < log.size() ? log.get(i).toString() : "nothing more";
      if (i >= log.size() || !rows.get(i).equals(log.get(i))) {
        return Optional.of(
            new StoreProblem(
                height,
                "local_log",
                "transfer " + (i + 1) + " is " + rows.get(i) + ", the journal gives " + wanted));
      }
    }
    return Optional.empty();
  }

  private static boolean isOnBlockAbove(Transfer row, long height, Ledger ledger) {
    return ledger
        .known(row)
        .filter(known -> known instanceof Decision.Exists(var at) && at.height() > height)
        .isPresent();
  }
}
