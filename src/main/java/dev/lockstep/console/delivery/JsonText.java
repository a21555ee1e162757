package dev.lockstep.console.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.jackson.DatabindCodec;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Writes JSON piece by piece. Used by one thread at a time. */
public final class JsonText {
  /**
   * The size of a piece in characters, or a little more: no part is cut in two. A piece is a frame
   * of the WebSocket, and many clients take no frame of more than 64 KiB.
   */
  static final int PIECE = 8 << 10;

  private final StringWriter written = new StringWriter();
  private final JsonGenerator out;
  private Supplier<Stream<Json>> next = Stream::empty;
  private Iterator<Json> parts = Collections.emptyIterator();

  JsonText() {
    try {
      out = DatabindCodec.mapper().createGenerator(written);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param isLast nothing is left of what was added
   */
  record Piece(String text, boolean isLast) {}

  /** What comes next, when all that was added before has been written. */
  void add(Supplier<Stream<Json>> following) {
    next = following;
  }

  /** Writes the next piece. It takes about a millisecond, so it is not for an event loop. */
  Piece piece() {
    try {
      if (!parts.hasNext()) {
        parts = next.get().iterator();
        next = Stream::empty;
      }
      while (parts.hasNext() && written.getBuffer().length() < PIECE) {
        parts.next().write(out);
        out.flush();
      }
      var text = written.toString();
      written.getBuffer().setLength(0);
      return new Piece(text, !parts.hasNext());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All pieces of one text. */
  public static Iterator<String> pieces(Stream<Json> whole) {
    var text = new JsonText();
    text.add(() -> whole);
    return new Iterator<>() {
      private boolean isOver;

      @Override
      public boolean hasNext() {
        return !isOver;
      }

      @Override
      public String next() {
        var piece = text.piece();
        isOver = piece.isLast();
        return piece.text();
      }
    };
  }
}
