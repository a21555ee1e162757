package dev.lockstep.bus;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Transfer;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Snapshot;
import dev.lockstep.proof.CheckpointMessage;
import dev.lockstep.proof.SignedNote;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The messages between the verticles of one node. Immutable, passed on by {@link LocalCodec}. */
public interface Local {
  /** Messages to the order verticle. */
  sealed interface ToOrder {
    /** Answered with {@link Outcomes}, one for each transfer. */
    record Submit(List<Transfer> transfers) implements ToOrder {}

    /** Answered with {@link Outcomes} of one. */
    record Find(UUID id) implements ToOrder {}

    /** Answered with {@link dev.lockstep.order.Status}. */
    record AskStatus() implements ToOrder {}

    /**
     * The console has answered on its own that these are in doubt, because the order did not answer
     * it in time. Not answered; the order makes an event of each.
     */
    record Doubted(List<UUID> transfers, Outcome.InDoubt doubt) implements ToOrder {}

    /** To be sent to another member. Not answered; as every message it may be lost. */
    record Tell(String to, TraceMessage message) implements ToOrder {}

    /** A report of the journal. Not answered. */
    record FromDisk(Input input) implements ToOrder {}

    /**
     * A member has signed another root for a height than this one. Not answered; the order makes an
     * event of it.
     */
    record Forked(String member, long height, Hash root, Hash theirs) implements ToOrder {}

    /**
     * Something went wrong beside the protocol.
     *
     * @param what in one word
     * @param detail one sentence
     */
    record Faulted(String what, String detail) implements ToOrder {}

    /**
     * A lab does something to what this node sends, or says what it has done to a member. Not
     * answered; the order makes an event of it.
     */
    record OfLab(String line) implements ToOrder {}

    /**
     * A member has signed this node's chain up to one height, and afterwards another chain up to a
     * height that is not above it. Not answered; the order accuses the member.
     */
    record Contradicted(String member, long agreed, long other) implements ToOrder {}
  }

  record Outcomes(List<Outcome> outcomes) {}

  /** Messages to the checkpoint verticle. A question that cannot be answered yet fails with 503. */
  sealed interface ToCheckpoint {
    /** What another member says. Not answered here. */
    record Heard(CheckpointMessage message) implements ToCheckpoint {}

    /** Answered with {@link Newest}. */
    record AskNewest() implements ToCheckpoint {}

    /**
     * Answered with a {@link dev.lockstep.proof.Receipt}.
     *
     * @param transfers all of the block
     */
    record AskReceipt(Header header, List<Transfer> transfers, int position)
        implements ToCheckpoint {}

    /** Answered with {@link Consistency}: between two heights, of which the first is not higher. */
    record AskConsistency(long from, long to) implements ToCheckpoint {}

    /** Answered with {@link Keys}. */
    record AskKeys() implements ToCheckpoint {}
  }

  /**
   * @param note the newest checkpoint that a majority has signed
   */
  record Newest(SignedNote note) {}

  /**
   * @param path of RFC 9162, section 2.1.4
   */
  record Consistency(List<Hash> path) {}

  /**
   * Whose signatures count under the checkpoints of this ledger.
   *
   * @param origin names the ledger in its checkpoints
   */
  record Keys(String origin, List<KeyOf> members) {}

  /**
   * @param key empty while the member has never run on this machine, and is not in the cluster file
   */
  record KeyOf(String member, Optional<VerifierKey> key) {}

  /** What another member says about events. Not answered here. */
  record ToWatch(TraceMessage message) {}

  /**
   * What a lab has cut and holds at this node.
   *
   * @param json for each member to whom something is cut, held or delayed, as the page reads it
   */
  record Wire(JsonObject json) {}

  /** Messages to the journal verticle. Answered with {@link ToOrder.FromDisk}. */
  sealed interface ToJournal {
    record Append(long sequence, JournalRecord entry) implements ToJournal {}

    record Read(String to, long fromHeight, int bytesMax) implements ToJournal {}

    /** See {@link dev.lockstep.order.Effect.Compare}. */
    record Compare(Block other) implements ToJournal {}
  }

  /**
   * One step of the order, for all verticles that follow it.
   *
   * @param executed transfers that are on the disk since this step, and on no block yet
   * @param stored blocks that are on the disk since this step
   * @param unlogged what has left the local log because of these blocks; some of it may have been
   *     executed in this very step
   */
  record Happened(
      List<Numbered> events,
      List<Transfer> executed,
      List<Block> stored,
      List<Transfer> unlogged) {}

  /**
   * An event and its place in the node's stream. Consoles and H2 get the same number and the same
   * moment, so an event is the same wherever it is read.
   *
   * @param number no other event of this member has it, before or after a restart; the next event
   *     has the next number
   * @param at by this node's wall clock, in whole microseconds
   * @param change what it has changed of the member's state; empty where nothing is known of that
   */
  record Numbered(long number, Instant at, Event event, Optional<Change> change) {
    /** An event that tells nothing of the member's state. */
    public Numbered(long number, Instant at, Event event) {
      this(number, at, event, Optional.empty());
    }
  }

  /**
   * What an event has changed of the state of the member.
   *
   * @param before the state after the event before; empty when the whole state is to be shown
   */
  record Change(Optional<Snapshot> before, Snapshot after) {}
}
