package dev.lockstep.order.member;

import dev.lockstep.order.Outcome;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a member knows of a transfer.
 *
 * @param outcome evaluated when it is certain
 * @param until what makes it certain; empty when it is certain already
 * @param existed whether the transfer was there before this request
 */
public record Known(Supplier<Outcome> outcome, Optional<Until> until, boolean existed) {
  public static Known certain(Outcome outcome) {
    return new Known(() -> outcome, Optional.empty(), true);
  }
}
