package dev.lockstep.bus;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import java.util.List;
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
}
