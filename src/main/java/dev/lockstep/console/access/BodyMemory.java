package dev.lockstep.console.access;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.PlatformHandler;

/**
 * Limits the memory of all request bodies together. A request reserves its share before its body is
 * read, and returns it when it is answered. A platform handler, because Vert.x allows no other kind
 * before the body handler. Used by the console's event loop only.
 */
public final class BodyMemory implements PlatformHandler {
  /** Eight of the largest, or a hundred full batches of short transfers. */
  private static final long MAX = 8L * HttpLimits.BODY_MAX;

  /** Reserved for a body without a length; such bodies are seldom long. */
  private static final long UNANNOUNCED = 2 << 20;

  private long taken;

  @Override
  public void handle(RoutingContext context) {
    boolean isAnnounced = context.request().headers().contains("Content-Length");
    long length = isAnnounced ? Connections.length(context.request()) : UNANNOUNCED;
    if (taken + length > MAX) {
      context.fail(
          new ApiException(
              ProblemCode.OVERLOADED,
              "Many long requests are being read already; try again in a moment."));
      return;
    }
    taken += length;
    context.addEndHandler(_ -> taken -= length);
    context.next();
  }
}
