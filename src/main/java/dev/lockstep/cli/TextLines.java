package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a file or a pipe in UTF-8. A line with bytes that are not UTF-8 is reported as a
 * whole; no byte is replaced by another character. Lines end in LF, CR LF or CR, and a byte order
 * mark at the very beginning is skipped.
 */
public final class TextLines implements Closeable {
  /** A line has to fit into memory; a longer one was not written by a person. */
  private static final int LINE_MAX = 4 << 20;

  private static final int HEAD = 4;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final InputStream in;
  private final String name;
  private long number;
  private int ahead = -2;

  /** A line, counted from 1. */
  public sealed interface Line {
    long number();

    record Text(long number, String text) implements Line {}

    /**
     * Not UTF-8.
     *
     * @param begin what precedes the first byte that is not
     */
    record Garbled(long number, String begin) implements Line {}
  }

  /**
   * @param name of the file, for a sentence
   */
  public TextLines(InputStream in, String name) {
    this.in = new BufferedInputStream(in, 1 << 16);
    this.name = name;
  }

  /**
   * The next line; empty at the end.
   *
   * @throws CliException when the whole is in another encoding, or a line is too long
   */
  public Optional<Line> next() throws IOException {
    if (number == 0) {
      requireNoWideCharacters();
    }
    var bytes = new ByteArrayOutputStream();
    int b = take();
    if (b < 0) {
      return Optional.empty();
    }
    number++;
    while (b >= 0 && b != '\n' && b != '\r') {
      if (bytes.size() == LINE_MAX) {
        throw new CliException(
            ExitCode.USAGE,
            "Line %d of %s is over %d bytes; write the transfers on several lines."
                .formatted(number, name, LINE_MAX));
      }
      bytes.write(b);
      b = take();
    }
    if (b == '\r') {
      ahead = in.read();
      ahead = ahead == '\n' ? -2 : ahead;
    }
    return Optional.of(decoded(bytes.toByteArray()));
  }

  private int take() throws IOException {
    int b = ahead == -2 ? in.read() : ahead;
    ahead = -2;
    return b;
  }

  private Line decoded(byte[] bytes) {
    var text = CharBuffer.allocate(bytes.length);
    var result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    var decoded = text.flip().toString();
    boolean isMarked = number == 1 && !decoded.isEmpty() && decoded.charAt(0) == BYTE_ORDER_MARK;
    var line = isMarked ? decoded.substring(1) : decoded;
    return result.isError() ? new Line.Garbled(number, line) : new Line.Text(number, line);
  }

  /** UTF-16 and UTF-32 show in their byte order mark, or in every other byte being zero. */
  private void requireNoWideCharacters() throws IOException {
    in.mark(HEAD);
    var head = in.readNBytes(HEAD);
    in.reset();
    int first = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | head[1] & 0xFF;
    boolean isMarked = first == 0xFEFF || first == 0xFFFE;
    boolean isWide =
        head.length == HEAD
            && (head[0] == 0 && head[1] == 0 && head[2] != -1 && head[3] != 0
                || isZero(head, 0) && isZero(head, 2) && !isZero(head, 1) && !isZero(head, 3)
                || isZero(head, 1) && isZero(head, 3) && !isZero(head, 0));
    if (isMarked || isWide) {
      throw new CliException(ExitCode.USAGE, name + " is in UTF-16 or UTF-32; save it as UTF-8.");
    }
  }

  private static boolean isZero(byte[] bytes, int at) {
    return bytes[at] == 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
