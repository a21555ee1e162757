package dev.lockstep.bus;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the verticles of one node say to each other. Immutable, passed on by {@link LocalCodec}. */
public interface Local {
  /** What the order verticle is asked. */
  sealed interface ToOrder {
    /** Answered with {@link Outcomes}, one for each transfer. */
    record Submit(List<Transfer> transfers) implements ToOrder {}

    /** Answered with {@link Outcomes} of one. */
    record Find(UUID id) implements ToOrder {}

    /** Answered with {@link dev.lockstep.order.Status}. */
    record AskStatus() implements ToOrder {}

    /** What the journal has to report. Not answered. */
    record FromDisk(Input input) implements ToOrder {}
  }

  record Outcomes(List<Outcome> outcomes) {}

  /** What the journal verticle is asked. Answered with {@link ToOrder.FromDisk}. */
  sealed interface ToJournal {
    record Append(long sequence, JournalRecord entry) implements ToJournal {}

    record Read(String to, long fromHeight, int bytesMax) implements ToJournal {}
  }

  /**
   * One step of the order, for everybody who watches.
   *
   * @param stored blocks that are on the disk since this step
   */
  record Happened(List<Event> events, List<Block> stored) {}

  /**
   * What the store verticle is asked. Each is answered when the store has reached {@code
   * minHeight}, so that a client finds what it was told of.
   */
  sealed interface ToStore {
    long minHeight();

    /** Answered with {@link Found.Blocks}: ascending from a height, or the newest without one. */
    record Blocks(Optional<Long> from, int limit, long minHeight) implements ToStore {}

    /** Answered with {@link Found.Statement}: newest first, before a place when one is given. */
    record Statement(String account, Optional<Location> before, int limit, long minHeight)
        implements ToStore {}

    /** Re-reads and recomputes journal and store. Answered with {@link Found.Verdict}. */
    record Verify(long minHeight) implements ToStore {}
  }

  /** Answers of the store. */
  sealed interface Found {
    record Blocks(List<Block> blocks) implements Found {}

    record Statement(List<Placed> transfers) implements Found {}

    /**
     * @param problem what does not fit, empty when all does
     */
    record Verdict(long height, long transfers, Optional<String> problem) implements Found {}
  }

  /** A transfer and where it stands. */
  record Placed(Location location, Transfer transfer) {}
}
