package dev.lockstep.console.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Sends one long answer: each piece is made when the client has taken those before it. So memory
 * holds the value that is rendered, one piece, and what the socket buffers. Used by the console's
 * event loop only; the pieces are made by the rendering threads.
 */
public final class Delivery {
  /** A part of the answer: opened when everything before it has been sent. */
  public interface Part {
    Future<Supplier<Stream<Json>>> open();
  }

  /** Where the pieces go. */
  interface Sink {
    void write(String piece, boolean isLast);

    boolean isFull();

    /** Calls back once when it is no longer full. */
    void onDrain(Runnable drained);
  }

  private final LongAnswers answers;
  private final Iterator<Part> parts;
  private final Sink sink;
  private final JsonText text = new JsonText();
  private final Promise<Void> over = Promise.promise();

  /**
   * @param parts at least one
   */
  Delivery(LongAnswers answers, Iterator<Part> parts, Sink sink) {
    this.answers = answers;
    this.parts = parts;
    this.sink = sink;
  }

  /** Fails when a part could not be looked up or rendered. */
  Future<Void> over() {
    return over.future();
  }

  /** The client is gone. */
  void stop() {
    over.tryFail("The client is gone.");
  }

  void start() {
    answers
        .turn()
        .onSuccess(
            turn -> {
              over.future().onComplete(done -> turn.end());
              nextPart();
            });
  }

  private boolean isOver() {
    return over.future().isComplete();
  }

  private void nextPart() {
    if (!isOver()) {
      parts
          .next()
          .open()
          .onSuccess(
              part -> {
                text.add(part);
                nextPiece();
              })
          .onFailure(over::tryFail);
    }
  }

  private void nextPiece() {
    if (!isOver()) {
      answers.make(text::piece).onSuccess(this::send).onFailure(over::tryFail);
    }
  }

  private void send(JsonText.Piece piece) {
    if (isOver()) {
      return;
    }
    boolean isLast = piece.isLast() && !parts.hasNext();
    sink.write(piece.text(), isLast);
    if (sink.isFull()) {
      // A client that never goes on is cut by its connection, which stops this.
      sink.onDrain(() -> goOn(piece.isLast()));
    } else {
      goOn(piece.isLast());
    }
  }

  private void goOn(boolean isPartOver) {
    if (!isPartOver) {
      nextPiece();
    } else if (parts.hasNext()) {
      nextPart();
    } else {
      over.tryComplete();
    }
  }
}
