package dev.lockstep.console;

import dev.lockstep.console.access.Connections;
import dev.lockstep.console.access.Gate;
import dev.lockstep.console.access.RequestHead;
import dev.lockstep.console.access.ResponseHeaders;
import dev.lockstep.console.access.SignIn;
import dev.lockstep.console.rest.Operation;
import dev.lockstep.console.rest.Problems;
import dev.lockstep.console.rest.RestRoutes;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.rpc.WebSockets;
import dev.lockstep.page.PlayerFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.FileSystemAccess;
import io.vertx.ext.web.handler.StaticHandler;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Which path leads where, and what a request passes before. The order of the routes is the order of
 * the checks: room for the connection, the head, the host, the token.
 */
final class HttpRoutes {
  private final Vertx vertx;
  private final Connections connections;
  private final Gate gate;
  private final SignIn signIn;
  private final Health health;
  private final Supplier<Future<String>> metrics;
  private final WebSockets sockets;
  private final RestRoutes rest;
  private final Path resources;

  HttpRoutes(
      Vertx vertx,
      Connections connections,
      Gate gate,
      SignIn signIn,
      Health health,
      Supplier<Future<String>> metrics,
      WebSockets sockets,
      RestRoutes rest,
      Path resources) {
    this.vertx = vertx;
    this.connections = connections;
    this.gate = gate;
    this.signIn = signIn;
    this.health = health;
    this.metrics = metrics;
    this.sockets = sockets;
    this.rest = rest;
    this.resources = resources;
  }

  Router router() {
    var router = Router.router(vertx);
    ResponseHeaders.addTo(router);
    router.route().failureHandler(Problems::write);
    router.route().handler(connections::admit);
    router.route().handler(this::checkHead);
    // A health check may use any Host, or none.
    get(router, "/health/live").handler(health::live);
    get(router, "/health/ready").handler(health::ready);
    router.route().handler(gate::checkHost);
    get(router, "/openapi.yaml")
        .handler(context -> context.response().sendFile(Operation.contract(resources)));
    get(router, "/player.html").handler(this::player);
    get(router, "/metrics").handler(gate::checkRight).handler(this::metrics);
    router.get("/console").handler(gate::checkRight).handler(sockets::open);
    get(router, "/").handler(signIn::begin);
    router
        .route("/api/*")
        .handler(
            context -> {
              // Balances and memos belong into no cache, and a page that is signed out shows none.
              context.response().putHeader("Cache-Control", "no-store");
              context.next();
            })
        .handler(gate::checkRight);
    // Whoever may only read may stop doing that too.
    router.post("/api/sign-out").handler(signIn::end);
    router.route("/api/*").handler(gate::checkWrite);
    rest.addTo(router);
    router.route("/api/*").handler(HttpRoutes::notRouted);
    get(router, "/*")
        .handler(
            StaticHandler.create(FileSystemAccess.ROOT, resources.resolve("webroot").toString())
                .setCachingEnabled(false)
                .setIncludeHidden(false));
    for (int status : new int[] {400, 404, 405, 413, 415, 417, 500}) {
      router.errorHandler(status, Problems::write);
    }
    return router;
  }

  private static Route get(Router router, String path) {
    return router.route(HttpMethod.GET, path).method(HttpMethod.HEAD);
  }

  private void checkHead(RoutingContext context) {
    var ambiguity = RequestHead.ambiguity(context.request());
    if (ambiguity.isPresent()) {
      connections.hangUp(context);
      context.fail(ApiException.invalidRequest(ambiguity.get()));
      return;
    }
    // It would be an exception wherever path or query are looked at.
    var broken = RequestHead.brokenEscape(context.request());
    if (broken.isPresent()) {
      context.fail(ApiException.invalidRequest(broken.get()));
      return;
    }
    context.next();
  }

  private static void notRouted(RoutingContext context) {
    var operations = Operation.at(context.normalizedPath());
    if (operations.isEmpty()) {
      context.fail(404);
      return;
    }
    context.response().putHeader("Allow", Operation.allowed(operations));
    context.fail(405);
  }

  /** What the page saves a recording in. It is read from many files, the first time. */
  private void player(RoutingContext context) {
    vertx
        .executeBlocking(PlayerFile::empty)
        .onFailure(context::fail)
        .onSuccess(
            text ->
                context
                    .response()
                    .putHeader("Content-Type", "text/html; charset=utf-8")
                    .putHeader("Cache-Control", "no-cache")
                    .end(text));
  }

  private void metrics(RoutingContext context) {
    metrics
        .get()
        .onFailure(context::fail)
        .onSuccess(
            text ->
                context
                    .response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
  }
}
