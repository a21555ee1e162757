package dev.lockstep.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a journal from its beginning. Changes nothing on the disk.
 *
 * <h2>A torn end (design D4)</h2>
 *
 * <p>A process or a machine that dies while a group of records is being written leaves any part of
 * that group behind: the disk may keep its last sector and lose its first. None of it was reported
 * as durable, so all of it may be cut. What was reported may not: if a {@link RecordFormat#MARK
 * mark} follows anywhere after a bad record, then that record was once whole and forced, and has
 * been damaged since.
 *
 * <p>Zeros up to the end of the last segment are no torn end: the writer has reserved the place.
 *
 * <p>So a bad record is a torn end if it is in the last segment and no mark follows it. Every
 * segment begins with a mark that is forced before anything else is written there; if that mark is
 * bad, anything after it is evidence of damage.
 *
 * <p>Only marks are searched for, because a mark is known by its own position: a torn end may be
 * many megabytes long, and the checksum of all that could be a record there would take minutes.
 */
final class JournalReader {
  /**
   * How a journal ends.
   *
   * @param segment the last one, 0 when there is none
   * @param validBytes how much of the last segment is good
   * @param fileBytes how much of it there is, without what is only reserved
   * @param problem what is wrong with the rest, empty when nothing is
   */
  record End(int segment, long validBytes, long fileBytes, String problem) {
    boolean isTorn() {
      return validBytes < fileBytes;
    }

    /** One sentence about what a start cuts off, if it does. */
    Optional<String> tornEnd() {
      return isTorn()
          ? Optional.of(
              "The end of the journal is torn: the last %d bytes of %s, from offset %d on, were"
                      .formatted(fileBytes - validBytes, SegmentNames.of(segment), validBytes)
                  + " never confirmed to anybody, and the next start cuts them ("
                  + problem
                  + ").")
          : Optional.empty();
    }

    long position() {
      return Position.of(segment, validBytes);
    }
  }

  private final Path directory;
  private final Journal.Visitor visitor;
  private final Progress progress;

  /** Of one segment after the other; each record is given away as a copy. */
  private byte[] segmentBytes = new byte[0];

  private long done;
  private long total;

  private JournalReader(Path directory, Journal.Visitor visitor, Progress progress) {
    this.directory = directory;
    this.visitor = visitor;
    this.progress = progress;
  }

  /**
   * Reads all records.
   *
   * @throws DataException when something is damaged, naming file, offset and what differs
   */
  static End read(Path directory, Journal.Visitor visitor, Progress progress) {
    return new JournalReader(directory, visitor, progress).readUntil(Long.MAX_VALUE);
  }

  /**
   * Reads everything before a position, while a writer may be appending after it.
   *
   * @throws DataException when something is damaged, naming file, offset and what differs
   */
  static void read(Path directory, long until, Journal.Visitor visitor, Progress progress) {
    new JournalReader(directory, visitor, progress).readUntil(until);
  }

  /**
   * The position after the last mark: everything before it was synced. To be asked while a writer
   * may be appending.
   *
   * @return nothing when there is no mark with anything before it
   */
  static OptionalLong confirmedEnd(Path directory) {
    var reader = new JournalReader(directory, (_, _, _) -> {}, Progress.NONE);
    for (int segment : SegmentNames.in(directory).reversed()) {
      var bytes = reader.load(segment, reader.bytesOf(segment, Long.MAX_VALUE));
      for (int offset = bytes.limit() - RecordFormat.MARK_BYTES; offset >= 0; offset--) {
        if (RecordFormat.isWholeMark(bytes, offset, Position.of(segment, offset))) {
          return OptionalLong.of(Position.of(segment, offset + RecordFormat.MARK_BYTES));
        }
      }
    }
    return OptionalLong.empty();
  }

  private End readUntil(long until) {
    var segments = SegmentNames.in(directory);
    var wanted = segments.stream().filter(n -> Position.of(n, 0) < until).toList();
    if (until != Long.MAX_VALUE && wanted.size() < Position.segment(until)) {
      throw new DataException(
          DataException.Kind.DAMAGED,
          "The journal in "
              + directory
              + " misses its segment "
              + SegmentNames.of(Position.segment(until))
              + ".");
    }
    total = wanted.stream().mapToLong(n -> bytesOf(n, until)).sum();
    End end;
    try {
      end = readAll(wanted, segments, until);
    } catch (DataException e) {
      // What the visitor finds in the records before is nearer to the beginning.
      visitor.end();
      throw e;
    }
    visitor.end();
    return end;
  }

  private End readAll(List<Integer> wanted, List<Integer> segments, long until) {
    var end = new End(0, 0, 0, "");
    for (int segment : wanted) {
      boolean mayBeTorn = segment == segments.getLast() && until == Long.MAX_VALUE;
      var bytes = load(segment, bytesOf(segment, until));
      end = readSegment(segment, bytes, mayBeTorn);
      if (segment == Position.segment(until) && end.position() < until) {
        throw damaged(directory, end.position(), "the file ends before all that was written");
      }
    }
    return end;
  }

  private End readSegment(int segment, ByteBuffer bytes, boolean mayBeTorn) {
    int offset = 0;
    while (offset < bytes.limit() || offset == 0) {
      var problem = problem(segment, bytes, offset);
      if (!problem.isEmpty()) {
        if (mayBeTorn && offset > 0 && isUnused(bytes, offset)) {
          return new End(segment, offset, offset, "");
        }
        if (mayBeTorn && !isDamage(segment, bytes, offset)) {
          return new End(segment, offset, bytes.limit(), problem);
        }
        throw damaged(directory, Position.of(segment, offset), problem);
      }
      if (RecordFormat.type(bytes, offset) != RecordFormat.MARK) {
        visitor.record(
            Position.of(segment, offset),
            RecordFormat.type(bytes, offset),
            RecordFormat.body(bytes, offset));
      }
      int size = RecordFormat.size(bytes, offset);
      offset += size;
      done += size;
      progress.at(done, total);
    }
    return new End(segment, offset, bytes.limit(), "");
  }

  private static String problem(int segment, ByteBuffer bytes, int offset) {
    var problem = RecordFormat.problem(bytes, offset);
    if (problem.isPresent()) {
      return problem.get();
    }
    boolean isMark = RecordFormat.type(bytes, offset) == RecordFormat.MARK;
    if (isMark && !RecordFormat.isMark(bytes, offset, Position.of(segment, offset))) {
      return "a mark stands there that belongs elsewhere";
    }
    return offset == 0 && !isMark ? "the segment does not begin with its mark" : "";
  }

  /** Whether the bad record at an offset was whole once: see the class comment. */
  private static boolean isDamage(int segment, ByteBuffer bytes, int bad) {
    for (int offset = bad + 1; offset + RecordFormat.MARK_BYTES <= bytes.limit(); offset++) {
      if (RecordFormat.isWholeMark(bytes, offset, Position.of(segment, offset))) {
        return true;
      }
    }
    return bad == 0 && !isUnused(bytes, RecordFormat.MARK_BYTES);
  }

  /** Whether only zeros follow, which a writer has put there before it needs the place. */
  private static boolean isUnused(ByteBuffer bytes, int from) {
    for (int offset = from; offset < bytes.limit(); offset++) {
      if (bytes.get(offset) != 0) {
        return false;
      }
    }
    return true;
  }

  static DataException damaged(Path directory, long position, String problem) {
    return new DataException(
        DataException.Kind.DAMAGED,
        "The journal is damaged in "
            + directory.resolve(SegmentNames.of(Position.segment(position)))
            + " at offset "
            + Position.offset(position)
            + ": "
            + problem.replaceFirst("\\.$", "")
            + ".");
  }

  private long bytesOf(int segment, long until) {
    if (segment == Position.segment(until)) {
      return Position.offset(until);
    }
    return directory.resolve(SegmentNames.of(segment)).toFile().length();
  }

  private ByteBuffer load(int segment, long size) {
    var path = directory.resolve(SegmentNames.of(segment));
    if (size > Integer.MAX_VALUE - 8) {
      throw new DataException(
          DataException.Kind.DAMAGED,
          "The journal is damaged in " + path + ": no segment has " + size + " bytes.");
    }
    // Unlike a channel, a RandomAccessFile is not closed when its thread is interrupted.
    try (var file = new RandomAccessFile(path.toFile(), "r")) {
      if (segmentBytes.length < size) {
        segmentBytes = new byte[(int) size];
      }
      int read = 0;
      for (int n = 0; n >= 0 && read < size; read += Math.max(n, 0)) {
        n = file.read(segmentBytes, read, (int) size - read);
      }
      return ByteBuffer.wrap(segmentBytes, 0, read);
    } catch (IOException e) {
      throw Problems.disk(path, "read", e);
    }
  }
}
