package dev.lockstep.console;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.Member;
import dev.lockstep.console.access.Connections;
import dev.lockstep.console.access.Credentials;
import dev.lockstep.console.access.Gate;
import dev.lockstep.console.access.HttpLimits;
import dev.lockstep.console.access.SessionFile;
import dev.lockstep.console.access.SignIn;
import dev.lockstep.console.access.Tokens;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.BalanceView;
import dev.lockstep.console.api.Departure;
import dev.lockstep.console.api.Proofs;
import dev.lockstep.console.delivery.LongAnswers;
import dev.lockstep.console.events.EventStream;
import dev.lockstep.console.events.LeftBehind;
import dev.lockstep.console.events.Siblings;
import dev.lockstep.console.metrics.NodeMetrics;
import dev.lockstep.console.prompt.CommandRunner;
import dev.lockstep.console.rest.Problems;
import dev.lockstep.console.rest.RestRoutes;
import dev.lockstep.console.rpc.WebSockets;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The node's HTTP server: REST, WebSocket, health, metrics and the page. */
public final class ConsoleVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleVerticle.class);

  private static final int EVENTS_KEPT = 1 << 16;

  /** How long a connection is silent at most while a long answer is made. */
  private static final long BEAT_MILLIS = 20_000;

  private static final long GRACE_MILLIS = 5_000;

  /** The interval at which the files of the tokens are read again. */
  private static final long TOKENS_MILLIS = 1_000;

  private final Settings settings;
  private final Consumer<Throwable> halt;
  private final long graceMillis;
  private final long beatMillis;
  private final int eventsKept;
  private final Connections.Limits limits;
  private final BalanceView balances;
  private final NodeMetrics metrics;
  private final Departure departure = new Departure();
  private Api api;
  private LongAnswers answers;
  private EventStream events;
  private Connections connections;
  private WebSockets sockets;
  private HttpServer server;
  private String tokensFailure = "";

  /**
   * @param members all of the ledger, in the order of the cluster file
   * @param proxies the proxies that may name a client's address
   * @param tokensNow reads the tokens again, on a thread that may wait
   * @param session how long a browser stays signed in
   * @param sessions of the browsers that were signed in when the node was last stopped
   * @param balances minor units in the order of genesis, as of {@code height}
   * @param executed Paxos mode: the local log, as of {@code height}
   * @param promisedRound Paxos mode: of the ballot that was promised last
   * @param firstEvent the number of the first event of this run
   * @param transferTimeoutMillis after which the order answers a transfer in any case
   * @param registry where this node's metrics are, Vert.x's own among them; closed with the console
   * @param resources absolute: where the page and the contract are, or where Vert.x unpacks them
   *     to. For a relative name Vert.x would prefer what somebody has left in the working directory
   * @param siblings where the directories of all members are, if they are on this machine
   */
  public record Settings(
      Member member,
      List<String> members,
      List<String> proxies,
      Genesis genesis,
      Tokens tokens,
      Callable<Tokens> tokensNow,
      Duration session,
      SessionFile sessions,
      long[] balances,
      long height,
      List<Transfer> executed,
      long promisedRound,
      long firstEvent,
      long transferTimeoutMillis,
      boolean isLab,
      PrometheusMeterRegistry registry,
      Path resources,
      Optional<Path> siblings) {}

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
    this.settings = settings;
    this.halt = halt;
    this.graceMillis = graceMillis;
    this.beatMillis = beatMillis;
    this.eventsKept = eventsKept;
    this.limits = limits;
    this.balances =
        new BalanceView(settings.genesis, settings.balances, settings.height, settings.executed);
    this.metrics =
        new NodeMetrics(
            settings.registry, settings.height, balances::logged, settings.promisedRound);
  }

  @Override
  public Future<?> start() {
    // The order answers within its own timeout; the bus must wait longer than that.
    long patience = settings.transferTimeoutMillis + graceMillis;
    var name = settings.member.name();
    answers = new LongAnswers(vertx);
    api =
        new Api(
            vertx,
            name,
            settings.members,
            settings.genesis,
            balances,
            metrics,
            patience,
            departure,
            settings.isLab);
    events =
        new EventStream(
            vertx,
            name,
            settings.genesis.members(),
            eventsKept,
            settings.firstEvent,
            api::trace,
            settings
                .siblings
                .<LeftBehind>map(data -> new Siblings(vertx, data))
                .orElse(LeftBehind.NOTHING));
    events.watches().start();
    var options = HttpLimits.options(settings.member, patience);
    connections = new Connections(vertx, options, settings.proxies, limits);
    sockets =
        new WebSockets(
            vertx, api, new CommandRunner(api, name), answers, events, connections, departure);
    var credentials =
        new Credentials(settings.tokens, settings.session.toMillis(), settings.sessions.text());
    vertx.setPeriodic(TOKENS_MILLIS, _ -> refresh(credentials));
    var routes =
        new HttpRoutes(
            vertx,
            connections,
            new Gate(credentials, settings.member),
            new SignIn(credentials, settings.member, () -> keep(credentials)),
            new Health(api, departure),
            this::scrape,
            sockets,
            new RestRoutes(api, new Proofs(vertx, api), answers, beatMillis),
            settings.resources);
    vertx
        .eventBus()
        .<Local.Happened>localConsumer(Addresses.HAPPENED, message -> watch(message.body()));
    return listen(options, routes.router());
  }

  /** What only the order knows is asked for now; without its answer the rest is shown. */
  private Future<String> scrape() {
    return api.memberStatus().map(Optional::of).otherwise(Optional.empty()).map(metrics::scrape);
  }

  /**
   * Writes the sessions, one after the other. A browser whose session was not written signs in
   * again.
   */
  private Future<?> keep(Credentials credentials) {
    var text = credentials.text();
    return vertx
        .executeBlocking(
            () -> {
              settings.sessions.write(text);
              return null;
            })
        .onFailure(
            failure ->
                LOG.warn(
                    "The sessions of browsers end with the next stop: {}", failure.getMessage()));
  }

  /** Whoever puts another token into its file, with or without our command, is obeyed soon. */
  private void refresh(Credentials credentials) {
    credentials.sweep();
    vertx
        .executeBlocking(settings.tokensNow)
        .onSuccess(credentials::take)
        .onFailure(
            failure -> {
              var reason = String.valueOf(failure.getMessage());
              if (!reason.equals(tokensFailure)) {
                tokensFailure = reason;
                LOG.warn("The node keeps the tokens that it has: {}", tokensFailure);
              }
            });
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
   * A node of a lab has found its supervisor. May be called by any thread.
   *
   * @param supervisor does what a line says, and answers as {@link Api#lab} expects it
   */
  public Future<Void> supervised(Function<String, CompletionStage<JsonObject>> supervisor) {
    return inside(
        (it, _) -> {
          it.supervised(supervisor);
          return Future.succeededFuture();
        });
  }

  /**
   * Asks the node from within this process, as its clients do over a connection. May be called by
   * any thread.
   *
   * @param question is asked on the console's event loop; what it throws fails the future
   */
  public <T> Future<T> inside(BiFunction<Api, EventStream, Future<T>> question) {
    var answer = Promise.<T>promise();
    context.runOnContext(
        _ ->
            Future.<T>future(asked -> question.apply(api, events).onComplete(asked))
                .onComplete(answer));
    return answer.future();
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
    sockets.leave();
    return server.shutdown(millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public Future<?> stop() {
    metrics.close();
    answers.close();
    return Future.succeededFuture();
  }

  private void watch(Local.Happened happened) {
    try {
      balances.execute(happened.executed());
      happened.stored().forEach(balances::apply);
      balances.unlog(happened.unlogged());
      metrics.count(happened);
      events.add(happened.events());
    } catch (Throwable unforeseen) {
      // Half of it may have been taken in: no balance that is shown can be relied on any more.
      halt.accept(unforeseen);
      return;
    }
    // What goes wrong for a listener is no reason to halt: nothing that is shown depends on it.
    sockets.happened();
    events.wakeAll();
  }
}
