package dev.lockstep.journal;

import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.JournalRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Makes a ledger out of the records of a journal, and holds every one of them to the rules. */
final class Replay implements Journal.Visitor {
  private final Path directory;
  private final Genesis configured;
  private final Ledger ledger;
  private final BlockArchive archive;

  private boolean isEmpty = true;
  private long incarnation;
  private boolean joined;
  private final Map<String, Long> met = new TreeMap<>();
  private long transfers;

  Replay(Path directory, Genesis configured) {
    this.directory = directory;
    this.configured = configured;
    this.ledger = new Ledger(configured);
    this.archive = new BlockArchive(directory);
  }

  @Override
  public void record(long position, byte type, byte[] body) {
    try {
      apply(position, RecordCodec.decode(type, body));
    } catch (ChainException e) {
      throw new Misfit(e.height(), JournalReader.damaged(directory, position, e.getMessage()));
    } catch (MalformedException e) {
      // Bytes with a good checksum that are no block: it would have been the next one.
      long height = ledger.height() + (type == RecordCodec.APPENDED ? 1 : 0);
      var problem = type == RecordCodec.APPENDED ? "block " + height + ": " : "";
      throw new Misfit(
          height, JournalReader.damaged(directory, position, problem + e.getMessage()));
    }
  }

  private void apply(long position, JournalRecord entry) {
    if (isEmpty && !(entry instanceof JournalRecord.Origin)) {
      throw new MalformedException("the first record does not hold the genesis");
    }
    switch (entry) {
      case JournalRecord.Origin(var genesis) -> {
        if (!isEmpty) {
          throw new MalformedException("a second genesis stands there");
        }
        requireSame(genesis);
      }
      case JournalRecord.Incarnation(var number) -> incarnation = Math.max(incarnation, number);
      case JournalRecord.Joined() -> joined = true;
      case JournalRecord.Met(var member, var number) -> met.merge(member, number, Math::max);
      case JournalRecord.Appended(var block) -> {
        ledger.append(block);
        archive.add(block.height(), position);
        transfers += block.transfers().size();
      }
    }
    isEmpty = false;
  }

  private void requireSame(Genesis found) {
    var lines = configured.difference("conf", found, "the data directory");
    if (!lines.isEmpty()) {
      throw new DataException(
          DataException.Kind.OTHER_GENESIS,
          "The data directory "
              + directory.getParent()
              + " was made for another configuration: "
              + String.join("; ", lines)
              + ".");
    }
  }

  /** A record that does not fit the chain, and the height at which. */
  static final class Misfit extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long height;

    Misfit(long height, DataException reason) {
      super(reason.getMessage(), reason);
      this.height = height;
    }

    long height() {
      return height;
    }
  }

  boolean isEmpty() {
    return isEmpty;
  }

  Ledger ledger() {
    return ledger;
  }

  BlockArchive archive() {
    return archive;
  }

  long incarnation() {
    return incarnation;
  }

  boolean joined() {
    return joined;
  }

  Map<String, Long> met() {
    return met;
  }

  long transfers() {
    return transfers;
  }
}
