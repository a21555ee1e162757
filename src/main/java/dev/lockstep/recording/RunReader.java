package dev.lockstep.recording;

import dev.lockstep.chain.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads a recorded run back. */
public final class RunReader {
  private RunReader() {}

  /**
   * The entries of one file, up to its end or to what a kill has cut in two.
   *
   * @param name for sentences
   * @throws MalformedException when an entry with a good checksum is none
   */
  public static List<RunEntry> read(String name, byte[] bytes) {
    var in = ByteBuffer.wrap(bytes);
    List<RunEntry> entries = new ArrayList<>();
    while (in.remaining() >= RunBytes.HEAD) {
      int length = in.getInt();
      if (length == 0) {
        break;
      }
      if (length < 0 || length > in.remaining() - Integer.BYTES) {
        throw new MalformedException(name + " has an entry of " + length + " bytes");
      }
      int checksum = in.getInt();
      var entry = new byte[length];
      in.get(entry);
      if (RunBytes.checksum(entry) != checksum) {
        throw new MalformedException(
            name + " is damaged at byte " + (in.position() - length - RunBytes.HEAD));
      }
      entries.add(RunBytes.decode(entry));
    }
    return entries;
  }
}
