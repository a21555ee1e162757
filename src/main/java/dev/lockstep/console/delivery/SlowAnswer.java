package dev.lockstep.console.delivery;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An answer that may take longer than a connection may be silent. Line ends are sent ahead of it,
 * which JSON allows, so that neither this server nor a proxy closes the connection as idle.
 */
public final class SlowAnswer {
  private static final Logger LOG = LoggerFactory.getLogger(SlowAnswer.class);

  private final RoutingContext context;

  private SlowAnswer(RoutingContext context) {
    this.context = context;
  }

  /**
   * @param beatMillis how long the connection is silent at most
   * @param body a failure that comes before the first beat is answered as any other
   */
  public static void send(RoutingContext context, long beatMillis, Future<JsonObject> body) {
    var answer = new SlowAnswer(context);
    // HTTP 1.0 has no chunks: the length must come first.
    boolean canWait = context.request().version() != HttpVersion.HTTP_1_0;
    long beat = canWait ? context.vertx().setPeriodic(beatMillis, timer -> answer.beat()) : -1;
    body.onComplete(
        result -> {
          context.vertx().cancelTimer(beat);
          answer.end(result);
        });
  }

  private void beat() {
    var response = context.response();
    if (response.closed()) {
      return;
    }
    if (!response.headWritten()) {
      response.setChunked(true).putHeader("Content-Type", "application/json");
    }
    response.write("\n");
  }

  private void end(AsyncResult<JsonObject> result) {
    var response = context.response();
    if (response.closed()) {
      return;
    }
    if (result.succeeded()) {
      if (!response.headWritten()) {
        response.putHeader("Content-Type", "application/json");
      }
      response.end(result.result().toBuffer());
    } else if (response.headWritten()) {
      // The status has announced success: only a broken end can still report the failure.
      LOG.warn("{} failed while it was answered", context.request().path(), result.cause());
      context.request().connection().close();
    } else {
      context.fail(result.cause());
    }
  }
}
