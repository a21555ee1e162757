package dev.lockstep.console.delivery;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A long answer as the body of an HTTP response, as fast as the client takes it. */
public final class PieceResponse implements Delivery.Sink {
  private static final Logger LOG = LoggerFactory.getLogger(PieceResponse.class);

  private final HttpServerResponse response;
  private final boolean isHead;

  private PieceResponse(HttpServerResponse response, boolean isHead) {
    this.response = response;
    this.isHead = isHead;
  }

  /**
   * @param body a failure that comes before the first piece is answered as any other
   */
  public static void send(RoutingContext context, LongAnswers answers, Answer.InPieces body) {
    List<Delivery.Part> whole = List.of(body.part());
    boolean isHead = context.request().method().equals(HttpMethod.HEAD);
    var sink = new PieceResponse(context.response(), isHead);
    var delivery = new Delivery(answers, whole.iterator(), sink);
    context.addEndHandler(gone -> delivery.stop());
    delivery.over().onFailure(failure -> fail(context, failure));
    delivery.start();
  }

  private static void fail(RoutingContext context, Throwable failure) {
    var response = context.response();
    if (response.closed() || response.ended()) {
      return;
    }
    if (!response.headWritten()) {
      context.fail(failure);
      return;
    }
    // The status has announced success: only a broken end can still report the failure.
    LOG.warn("{} was not answered to its end: {}", context.request().path(), failure.getMessage());
    context.request().connection().close();
  }

  @Override
  public void write(String piece, boolean isLast) {
    if (response.closed() || response.ended()) {
      return;
    }
    if (!response.headWritten()) {
      response.putHeader("Content-Type", "application/json");
      // In HTTP 1.0 the end of the connection marks the end of the body.
      response.setChunked(!isLast);
    }
    if (isHead) {
      // That there is an answer is known now; its length is not, and may be left out.
      response.end();
    } else if (isLast) {
      response.end(Buffer.buffer(piece));
    } else {
      response.write(Buffer.buffer(piece));
    }
  }

  @Override
  public boolean isFull() {
    return response.closed() || response.ended() ? false : response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable drained) {
    response.drainHandler(nothing -> drained.run());
  }
}
