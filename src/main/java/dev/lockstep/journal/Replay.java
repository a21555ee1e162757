package dev.lockstep.journal;

import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Memory;
import dev.lockstep.order.PaxosRecord;
import java.nio.file.Path;

/**
 * Builds a member's memory from the records of a journal, and checks each record against the rules.
 */
final class Replay implements Journal.Visitor {
  private final Path directory;
  private final Genesis configured;
  private final Memory memory;
  private final BlockArchive archive;

  private final ReadAhead ahead = new ReadAhead(this::take);

  private long records;
  private long transfers;

  Replay(Path directory, Genesis configured) {
    this.directory = directory;
    this.configured = configured;
    this.memory = new Memory(configured);
    this.archive = new BlockArchive(directory);
  }

  @Override
  public void record(long position, byte type, byte[] body) {
    ahead.add(position, type, body);
  }

  @Override
  public void end() {
    ahead.finish();
  }

  private void take(ReadAhead.Decoded decoded) {
    switch (decoded) {
      case ReadAhead.Decoded.Entry(var position, var _, var entry) -> {
        try {
          apply(position, entry);
        } catch (ChainException e) {
          throw new Misfit(e.height(), JournalReader.damaged(directory, position, e.getMessage()));
        } catch (MalformedException e) {
          throw malformed(decoded, e);
        }
      }
      case ReadAhead.Decoded.Malformed(var _, var _, var reason) ->
          throw malformed(decoded, reason);
    }
  }

  /** Bytes with a good checksum that are no block: it would have been the next one. */
  private Misfit malformed(ReadAhead.Decoded decoded, MalformedException reason) {
    boolean isBlock = decoded.type() == RecordCodec.APPENDED;
    long height = memory.ledger().height() + (isBlock ? 1 : 0);
    var problem = (isBlock ? "block " + height + ": " : "") + reason.getMessage();
    return new Misfit(height, JournalReader.damaged(directory, decoded.position(), problem));
  }

  private void apply(long position, JournalRecord entry) {
    if (records == 0 && !(entry instanceof JournalRecord.Origin)) {
      throw new MalformedException("the first record does not hold the genesis");
    }
    switch (entry) {
      case JournalRecord.Origin(var genesis) -> {
        if (records > 0) {
          throw new MalformedException("a second genesis stands there");
        }
        requireSame(genesis);
      }
      case JournalRecord.Appended(var block) -> {
        memory.recall(entry);
        archive.add(block.height(), position);
        transfers += block.transfers().size();
      }
      case JournalRecord.Signed(var height, var _) -> archive.addAttestation(height, position);
      case PaxosRecord.Attested(var height, var _, var _) -> {
        memory.recall(entry);
        archive.addAttestation(height, position);
      }
      case JournalRecord.Incarnation _,
          JournalRecord.Clock _,
          JournalRecord.Joined _,
          JournalRecord.Met _,
          PaxosRecord _ ->
          memory.recall(entry);
    }
    records++;
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

  /** A record that does not fit the chain, and the height of the block in question. */
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

  Path directory() {
    return directory;
  }

  /** How many records were read. */
  long records() {
    return records;
  }

  boolean isEmpty() {
    return records == 0;
  }

  Memory memory() {
    return memory;
  }

  BlockArchive archive() {
    return archive;
  }

  long transfers() {
    return transfers;
  }
}
