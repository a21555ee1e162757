package dev.lockstep.journal;

import dev.lockstep.order.JournalRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The first records of a journal that nobody writes to, such as a copy. */
public final class JournalBeginning {
  private JournalBeginning() {}

  /**
   * So many records from the beginning, or as many as there are.
   *
   * @throws DataException when something before the last of them is damaged, naming file and offset
   */
  public static List<JournalRecord> read(Path directory, long count) {
    List<JournalRecord> records = new ArrayList<>();
    try {
      JournalReader.read(
          directory,
          (_, type, body) -> {
            if (records.size() < count) {
              records.add(RecordCodec.decode(type, body));
            }
          },
          Progress.NONE);
    } catch (DataException damaged) {
      // A copy that was made while a node wrote may end anywhere behind what is wanted.
      if (records.size() < count) {
        throw damaged;
      }
    }
    return records;
  }
}
