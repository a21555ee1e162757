package dev.lockstep.journal;

/**
 * The location of a record: the number of its segment file and its offset there, packed in a {@code
 * long}, so that a million positions need 8 MB. A later record has a higher position.
 */
public final class Position {
  private Position() {}

  static long of(int segment, long offset) {
    return (long) segment << Integer.SIZE | offset;
  }

  static int segment(long position) {
    return (int) (position >>> Integer.SIZE);
  }

  /** Bytes from the start of the segment file. */
  static int offset(long position) {
    return (int) position;
  }

  /** For a person: the file's name and the offset in it. */
  public static String describe(long position) {
    return SegmentNames.of(segment(position)) + " at offset " + offset(position);
  }
}
