package dev.lockstep.console.access;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CSPHandler;
import io.vertx.ext.web.handler.XFrameHandler;

/** What every response tells a browser: which sources a page may use, and who may show it. */
public final class ResponseHeaders {
  private ResponseHeaders() {}

  public static void addTo(Router router) {
    router
        .route()
        .handler(contentPolicy())
        .handler(XFrameHandler.create(XFrameHandler.DENY))
        .handler(ResponseHeaders::secure);
  }

  /** Everything comes from this node, and no other page shows this one in a frame. */
  private static CSPHandler contentPolicy() {
    return CSPHandler.create()
        .setDirective("default-src", "self")
        .addDirective("connect-src", "self")
        .addDirective("img-src", "self")
        .addDirective("img-src", "data:")
        .addDirective("style-src", "self")
        .addDirective("script-src", "self")
        .addDirective("base-uri", "none")
        .addDirective("frame-ancestors", "none")
        .addDirective("form-action", "self");
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cache-Control", "no-cache");
    context.next();
  }
}
