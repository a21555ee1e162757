package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Memory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The records of a member's life with every kind of record in it, and what is found of them. */
final class SampleJournal {
  private SampleJournal() {}

  /** As a member writes them that began with nothing and met the others. */
  static List<JournalRecord> records(List<Block> chain) {
    List<JournalRecord> records = new ArrayList<>();
    records.add(new JournalRecord.Origin(Chains.genesis()));
    records.add(new JournalRecord.Incarnation(1));
    records.add(new JournalRecord.Clock(1_000));
    records.add(new JournalRecord.Met("B", 1));
    records.add(new JournalRecord.Met("C", 3));
    records.add(new JournalRecord.Joined());
    long limit = 1_000;
    for (var block : chain) {
      if (block.height() % 10 == 0) {
        limit += 1_000;
        records.add(new JournalRecord.Clock(limit));
      }
      records.add(new JournalRecord.Appended(block));
    }
    return records;
  }

  static Memory memory(List<JournalRecord> records) {
    var memory = new Memory(Chains.genesis());
    records.forEach(memory::recall);
    return memory;
  }

  /** Appends a record, without waiting for it. */
  static void append(Journal journal, JournalRecord entry, Journal.Completion completion) {
    if (!journal.append(RecordCodec.type(entry), RecordCodec.body(entry), completion)) {
      throw new AssertionError("the queue is too small for this test");
    }
  }

  static long appendAndSync(Journal journal, JournalRecord entry) {
    return journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
  }

  /** What a start would find. */
  static List<JournalRecord> in(Path directory) {
    List<JournalRecord> found = new ArrayList<>();
    JournalReader.read(
        directory, (_, type, body) -> found.add(RecordCodec.decode(type, body)), Progress.NONE);
    return found;
  }
}
