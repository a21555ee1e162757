package dev.lockstep.order.member;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import java.util.Optional;
import java.util.UUID;

/** What a protocol knows of transfers, and which it executes outside of a block. */
public interface Transfers {
  /** What became of a transfer that is on the chain, or executed. */
  Optional<Known> known(Transfer transfer);

  /** The same for whatever transfer has this id. */
  Optional<Known> find(UUID id);

  /** Executes a transfer at once, if it may be executed without the other members. */
  Optional<Known> execute(Transfer transfer);

  /** The answer when time is up before an outcome is certain. */
  Outcome.InDoubt doubt(Until until);
}
