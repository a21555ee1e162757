package dev.lockstep.console;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.Member;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CSPHandler;
import io.vertx.ext.web.handler.StaticHandler;
import io.vertx.ext.web.handler.XFrameHandler;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The node's HTTP server: REST, WebSocket, health, metrics and the page. */
public final class ConsoleVerticle extends VerticleBase {
  /** The largest request body, in bytes: 8,192 transfers with the longest memos fit. */
  static final int BODY_MAX = 16 << 20;

  /** Of the request line, and of the headers, in bytes. */
  static final int LINE_MAX = 8 << 10;

  static final int HEAD_MAX = 16 << 10;

  private static final int EVENTS_KEPT = 1 << 16;
  private static final int SESSIONS_MAX = 512;
  private static final int MESSAGE_BYTES_MAX = 256 << 10;
  private static final int IDLE_SECONDS = 60;

  /** The interval of pings on an idle connection. */
  private static final long BEAT_MILLIS = 20_000;

  private static final long GRACE_MILLIS = 5_000;

  private final Settings settings;
  private final Consumer<Throwable> halt;
  private final long graceMillis;
  private final long beatMillis;
  private final BalanceView balances;
  private final EventFeed feed;

  /** A timer and not only a task: those are all run before a connection is looked at. */
  private final Audience audience = new Audience(task -> vertx.setTimer(1, _ -> task.run()));

  private final NodeMetrics metrics;
  private LongAnswers answers;
  private Api api;
  private RpcMethods methods;
  private final Connections.Limits limits;
  private final Departure departure = new Departure();
  private final Set<RpcSession> sessions = new HashSet<>();
  private Gate gate;
  private Connections connections;
  private HttpServer server;

  /**
   * @param proxies the proxies that may name a client's address
   * @param balances minor units in the order of genesis, as of {@code height}
   * @param executed Paxos mode: the local log, as of {@code height}
   * @param promisedRound Paxos mode: of the ballot that was promised last
   * @param firstEvent the number of the first event of this run
   * @param transferTimeoutMillis after which the order answers a transfer in any case
   * @param registry where this node's metrics are, Vert.x's own among them; closed with the console
   */
  public record Settings(
      Member member,
      List<String> proxies,
      Genesis genesis,
      Token token,
      long[] balances,
      long height,
      List<Transfer> executed,
      long promisedRound,
      long firstEvent,
      long transferTimeoutMillis,
      PrometheusMeterRegistry registry) {}

  /**
   * @param halt called when the console's copy of the chain may be wrong
   */
  public ConsoleVerticle(Settings settings, Consumer<Throwable> halt) {
    this(settings, EVENTS_KEPT, GRACE_MILLIS, BEAT_MILLIS, Connections.Limits.STANDARD, halt);
  }

  /**
   * @param graceMillis how long the bus waits for the order after the order's own timeout
   * @param beatMillis how long a connection is silent at most while a long answer is made
   */
  ConsoleVerticle(
      Settings settings,
      int eventsKept,
      long graceMillis,
      long beatMillis,
      Connections.Limits limits,
      Consumer<Throwable> halt) {
    this.limits = limits;
    this.settings = settings;
    this.halt = halt;
    this.graceMillis = graceMillis;
    this.beatMillis = beatMillis;
    this.balances =
        new BalanceView(settings.genesis, settings.balances, settings.height, settings.executed);
    this.metrics =
        new NodeMetrics(settings.registry, settings.height, balances.log(), settings.promisedRound);
    this.feed = new EventFeed(settings.member.name(), eventsKept, settings.firstEvent);
  }

  @Override
  public Future<?> start() {
    // The order answers within its own timeout; the bus must wait longer than that.
    long patience = settings.transferTimeoutMillis + graceMillis;
    var name = settings.member.name();
    answers = new LongAnswers(vertx);
    api = new Api(vertx, name, settings.genesis, balances, metrics, patience, departure);
    methods = new RpcMethods(api, new CommandRunner(api, name));
    gate = new Gate(settings.token, settings.member);
    var options = options(patience);
    connections = new Connections(vertx, options, new Proxies(settings.proxies), limits);
    vertx
        .eventBus()
        .<Local.Happened>localConsumer(Addresses.HAPPENED, message -> watch(message.body()));
    return Contract.load(vertx).compose(contract -> listen(options, router(contract)));
  }

  private Future<HttpServer> listen(HttpServerOptions options, Router router) {
    server =
        vertx
            .createHttpServer(options)
            .connectionHandler(connections::opened)
            .invalidRequestHandler(Problems::writeUnreadable)
            .requestHandler(
                request -> {
                  nameHost(request);
                  router.handle(request);
                });
    return server.listen();
  }

  /** Vert.x refuses a request without a Host; a health check may leave it out. */
  private void nameHost(HttpServerRequest request) {
    if (request.uri().startsWith("/health/") && !request.headers().contains("Host")) {
      request.headers().set("Host", settings.member.at(settings.member.http()));
    }
  }

  /**
   * Takes no more transfers, answers those that wait, and ends the connections. Reads go on until
   * then. May be called by any thread.
   *
   * @param answerMillis after which those that still wait are in doubt
   * @param closeMillis after which connections are cut that have not ended by themselves
   */
  public Future<Void> leave(long answerMillis, long closeMillis) {
    var left = Promise.<Void>promise();
    context.runOnContext(
        _ ->
            departure
                .begin(vertx, answerMillis)
                .compose(_ -> closeConnections(closeMillis))
                .onComplete(left));
    return left.future();
  }

  private Future<Void> closeConnections(long millis) {
    List.copyOf(sessions).forEach(RpcSession::leave);
    return server.shutdown(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> stop() {
    metrics.close();
    answers.close();
    return Future.succeededFuture();
  }

  /** Longer than any answer about a transfer takes: the connection is silent until it comes. */
  static int idleSeconds(long patienceMillis) {
    return Math.clamp(patienceMillis / 1_000 + 10, IDLE_SECONDS, Integer.MAX_VALUE);
  }

  private HttpServerOptions options(long patienceMillis) {
    // No compression of messages: a small one could unfold to any size.
    return new HttpServerOptions()
        .setHost(settings.member.bind())
        .setPort(settings.member.http())
        // What is looked at in a request is what HTTP/1.1 has; browsers use HTTP/2 with TLS only.
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(idleSeconds(patienceMillis))
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(HEAD_MAX)
        .setMaxInitialLineLength(LINE_MAX)
        // Browsers send a message in one frame.
        .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
        .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  private void watch(Local.Happened happened) {
    try {
      balances.execute(happened.executed());
      happened.stored().forEach(balances::apply);
      metrics.count(happened);
      happened.events().forEach(feed::add);
    } catch (Throwable unforeseen) {
      // Half of it may have been taken in: no balance that is shown can be relied on any more.
      halt.accept(unforeseen);
      return;
    }
    // What goes wrong for a listener is no reason to halt: nothing that is shown depends on it.
    audience.wakeAll();
  }

  // --- HTTP -------------------------------------------------------------------------------------

  private Router router(OpenAPIContract contract) {
    var router = Router.router(vertx);
    router
        .route()
        .handler(contentPolicy())
        .handler(XFrameHandler.create(XFrameHandler.DENY))
        .handler(ConsoleVerticle::secure)
        .failureHandler(Problems::write);
    router.route().handler(connections::admit);
    router.route().handler(this::checkHead);
    // A health check may use any Host, or none.
    get(router, "/health/live")
        .handler(context -> context.json(new JsonObject().put("status", "UP")));
    get(router, "/health/ready").handler(this::ready);
    router.route().handler(gate::checkHost);
    get(router, "/openapi.yaml").handler(context -> context.response().sendFile(Contract.FILE));
    get(router, "/metrics").handler(gate::checkToken).handler(this::metrics);
    router.get("/console").handler(gate::checkToken).handler(this::open);
    get(router, "/").handler(gate::signIn);
    router.route("/api/*").handler(gate::checkToken);
    router.route("/*").subRouter(new RestRoutes(api, answers, beatMillis).router(vertx, contract));
    router.route("/api/*").handler(context -> notRouted(context, contract));
    get(router, "/*")
        .handler(StaticHandler.create("webroot").setCachingEnabled(false).setIncludeHidden(false));
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

  private static void notRouted(RoutingContext context, OpenAPIContract contract) {
    var path = contract.findPath(context.normalizedPath());
    if (path == null) {
      context.fail(404);
      return;
    }
    var methods =
        path.getOperations().stream()
            .map(o -> o.getHttpMethod().name())
            .flatMap(name -> name.equals("GET") ? Stream.of(name, "HEAD") : Stream.of(name))
            .toList();
    context.response().putHeader("Allow", String.join(", ", methods));
    context.fail(405);
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

  /** Ready means: takes transfers now. */
  private void ready(RoutingContext context) {
    if (departure.hasBegun()) {
      notReady(context, Departure.STATE, Departure.REASON);
      return;
    }
    api.memberStatus()
        .onSuccess(
            status -> {
              boolean ready = takesTransfers(status);
              context.response().setStatusCode(ready ? 200 : 503);
              context.json(
                  new JsonObject()
                      .put("status", ready ? "UP" : "DOWN")
                      .put("state", status.state().text())
                      .put("reason", status.reason()));
            })
        .onFailure(failure -> notReady(context, "starting", failure.getMessage()));
  }

  private static void notReady(RoutingContext context, String state, String reason) {
    context.response().setStatusCode(503);
    context.json(new JsonObject().put("status", "DOWN").put("state", state).put("reason", reason));
  }

  /** A majority that is silent keeps a member of Paxos mode from new blocks, not from executing. */
  private static boolean takesTransfers(Status status) {
    return status.state() == MemberState.READY
        || status.state() == MemberState.WAITING && status.consensus().isPresent();
  }

  private void metrics(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
        .end(metrics.scrape());
  }

  // --- WebSocket --------------------------------------------------------------------------------

  private void open(RoutingContext context) {
    if (!"websocket".equalsIgnoreCase(context.request().getHeader("Upgrade"))) {
      context.fail(ApiException.invalidRequest("This is where WebSockets connect to."));
      return;
    }
    if (departure.hasBegun()) {
      context.fail(Departure.refusal());
      return;
    }
    if (sessions.size() >= SESSIONS_MAX) {
      context.fail(
          new ApiException(
              ProblemCode.OVERLOADED, sessions.size() + " consoles are open already; close some."));
      return;
    }
    connections.becomesWebSocket(context);
    var connection = context.request().connection();
    context
        .request()
        .toWebSocket()
        .onSuccess(socket -> converse(socket, connection))
        .onFailure(
            failure ->
                context.fail(ApiException.invalidRequest("This is where WebSockets connect to.")));
  }

  private void converse(ServerWebSocket socket, HttpConnection connection) {
    // A browser answers a ping by itself: a connection that is silent for longer is gone.
    long pings =
        vertx.setPeriodic(BEAT_MILLIS, timer -> socket.writePing(Buffer.buffer("lockstep")));
    var outbox = new Outbox(socket, answers);
    var subscription = new Subscription(outbox, settings.member.name(), feed, audience, api::trace);
    var session = new RpcSession(socket, methods, outbox, subscription);
    sessions.add(session);
    connections.beforeCut(connection, session::stalled);
    session.open(
        () -> {
          sessions.remove(session);
          vertx.cancelTimer(pings);
        });
  }
}
