package dev.lockstep.store;

import dev.lockstep.chain.Location;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A question to the store verticle. It is answered when H2 has reached a height, so that a client
 * finds every block that it has heard of.
 */
public sealed interface StoreQuery {
  long minHeight();

  /** Answered with {@link Blocks}: ascending from a height, or the newest without one. */
  record AskBlocks(Optional<Long> from, int limit, long minHeight) implements StoreQuery {}

  /**
   * Answered with {@link Summaries}: as {@link AskBlocks}, with the first transfers of each only.
   */
  record AskSummaries(Optional<Long> from, int limit, int transfers, long minHeight)
      implements StoreQuery {}

  /** Answered with {@link Statement}: newest first, before a place when one is given. */
  record AskStatement(String account, Optional<Location> before, int limit, long minHeight)
      implements StoreQuery {}

  /** Re-reads and recomputes journal and store. Answered with a {@link Verdict}. */
  record AskVerdict(long minHeight) implements StoreQuery {}

  /**
   * Answered with {@link Trace}: ascending, at most that many, from a number on and before another.
   */
  record AskTrace(long from, long before, int limit) implements StoreQuery {
    /** Events do not wait for blocks. */
    @Override
    public long minHeight() {
      return 0;
    }
  }

  /** Fewer than asked for when they are big: the next question begins after the last. */
  record Blocks(List<StoredBlock> blocks) {}

  record Summaries(List<BlockSummary> blocks) {}

  record Statement(List<StoredTransfer> transfers) {}

  /**
   * @param oldest the lowest number that H2 has an event of
   */
  record Trace(OptionalLong oldest, List<TracedEvent> events) {}
}
