package dev.lockstep.store;

import dev.lockstep.chain.Hash;
import dev.lockstep.journal.OwnerOnly;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * How far H2 has come, in a line of a file beside it: {@code DIR/NAME/ledger.mark}. A start reads
 * it at once, whatever the size of H2. So a journal that has lost blocks is noticed before the node
 * takes part, and the numbers of events go on before H2 is open.
 *
 * <p>It is written after H2, and never forced to the disk. Like H2 it may be behind what it
 * describes, and it is never ahead of the journal. A line whose checksum does not fit is no line.
 *
 * <p>Safe for use by any thread.
 */
final class StoreMark {
  private static final Pattern LINE =
      Pattern.compile(
          "(whole     |unfinished) ([0-9a-f]{64}) ([0-9]{19}) ([0-9a-f]{64}) ([0-9]{19}) ([0-9a-f]{8})\\n");

  /** Digits of a number, and of the checksum. */
  private static final int NUMBER = 19;

  private static final int CHECKSUM = 8;

  /**
   * What the line says.
   *
   * @param isWhole whether the chain has been written to the end since H2's file was made
   * @param genesis of the ledger
   * @param height which the journal had reached
   * @param hash of the block at that height
   * @param newestEvent the highest number of an event in H2; 0 when there is none
   */
  record Line(boolean isWhole, Hash genesis, long height, Hash hash, long newestEvent) {
    Line reached(long newHeight, Hash newHash) {
      return new Line(isWhole, genesis, newHeight, newHash, newestEvent);
    }

    Line withEvent(long number) {
      return new Line(isWhole, genesis, height, hash, Math.max(newestEvent, number));
    }

    Line whole() {
      return new Line(true, genesis, height, hash, newestEvent);
    }

    private String text() {
      var text =
          (isWhole ? "whole      " : "unfinished ")
              + genesis
              + " "
              + padded(Long.toString(height), NUMBER)
              + " "
              + hash
              + " "
              + padded(Long.toString(newestEvent), NUMBER)
              + " ";
      return text + checksum(text) + "\n";
    }

    /** Not by a format, because a line is written for every block. */
    private static String padded(String digits, int length) {
      return "0".repeat(length - digits.length()) + digits;
    }

    private static Optional<Line> of(String text) {
      var found = LINE.matcher(text);
      if (!found.matches() || !checksum(text.substring(0, found.start(6))).equals(found.group(6))) {
        return Optional.empty();
      }
      return Optional.of(
          new Line(
              found.group(1).startsWith("whole"),
              Hash.parse(found.group(2)),
              Long.parseLong(found.group(3)),
              Hash.parse(found.group(4)),
              Long.parseLong(found.group(5))));
    }

    private static String checksum(String text) {
      var crc = new CRC32C();
      crc.update(text.getBytes(StandardCharsets.US_ASCII));
      return padded(Long.toHexString(crc.getValue()), CHECKSUM);
    }
  }

  private final Path file;
  private Line line;

  /** Open from the first line that is written. */
  private RandomAccessFile out;

  private StoreMark(Path file, Line line) {
    this.file = file;
    this.line = line;
  }

  /**
   * Reads the line of a store.
   *
   * @param store {@code DIR/NAME/ledger}
   * @return nothing when there is none, as beside a file of an earlier version
   * @throws IOException when the disk does not allow it
   */
  static Optional<Line> read(Path store) throws IOException {
    try {
      return Line.of(Files.readString(fileOf(store), StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /**
   * Begins to write the line of a store. Nothing is written before something changes.
   *
   * @param now what is known without a line
   * @throws IOException when the disk does not allow it
   */
  static StoreMark open(Path store, Line now) throws IOException {
    return new StoreMark(fileOf(store), read(store).orElse(now));
  }

  /** Writes a line, in the place of whatever was there. */
  static void put(Path store, Line line) throws IOException {
    var mark = new StoreMark(fileOf(store), line);
    mark.write();
    mark.close();
  }

  /** H2 has these blocks. */
  synchronized void reached(long height, Hash hash) throws IOException {
    line = line.reached(height, hash);
    write();
  }

  /** H2 has an event of this number. */
  synchronized void withEvent(long number) throws IOException {
    line = line.withEvent(number);
    write();
  }

  /** H2 has the whole chain. */
  synchronized void whole() throws IOException {
    if (!line.isWhole()) {
      line = line.whole();
      write();
    }
  }

  /** Every line has the same length, so each takes the whole place of the one before. */
  private void write() throws IOException {
    if (out == null) {
      OwnerOnly.create(file);
      out = new RandomAccessFile(file.toFile(), "rw");
      out.setLength(0);
    }
    out.seek(0);
    out.write(line.text().getBytes(StandardCharsets.US_ASCII));
  }

  synchronized void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }

  static Path fileOf(Path store) {
    return store.resolveSibling(store.getFileName() + ".mark");
  }
}
