package dev.lockstep.console.prompt;

import dev.lockstep.console.result.Receipt;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What has become of the transfers of one line.
 *
 * @param transfers how many the line has
 * @param paid the receipts, in the order of the line
 * @param failure why the transfer after them was not paid; empty when all were
 */
record PaidLine(int transfers, List<Receipt> paid, Optional<Throwable> failure) {
  /** Which transfer has failed, counted from 1. */
  OptionalInt failed() {
    return failure.isEmpty() ? OptionalInt.empty() : OptionalInt.of(paid.size() + 1);
  }

  /** How many follow the one that has failed. */
  int notAttempted() {
    return transfers - paid.size() - 1;
  }
}
