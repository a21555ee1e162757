package dev.lockstep.console.api;

import dev.lockstep.chain.Location;
import dev.lockstep.store.StoredTransfer;
import java.util.List;
import java.util.Optional;

/**
 * Transfers of an account, the newest first.
 *
 * @param limit how many were asked for at most
 */
public record Statement(List<StoredTransfer> transfers, int limit) {
  /** Before this place there may be more; empty when there is no more. */
  Optional<Location> next() {
    return transfers.size() == limit
        ? Optional.of(transfers.getLast().location())
        : Optional.empty();
  }
}
