package dev.lockstep.cli.submit;

import java.util.UUID;

/**
 * A transfer on its way.
 *
 * @param id chosen here, so that asking again can never move the money twice
 */
record Item(Placed placed, UUID id) {
  long line() {
    return placed.line();
  }

  ParsedLine.Triplet triplet() {
    return placed.triplet();
  }
}
