package dev.lockstep.console.rpc;

import dev.lockstep.console.access.Connections;
import dev.lockstep.console.access.Grant;
import dev.lockstep.console.api.Api;
import dev.lockstep.console.api.Departure;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.delivery.LongAnswers;
import dev.lockstep.console.delivery.Outbox;
import dev.lockstep.console.events.EventStream;
import dev.lockstep.console.events.StatusFeed;
import dev.lockstep.console.prompt.CommandRunner;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The open WebSockets, each with its session. Used by the console's event loop only. */
public final class WebSockets {
  private static final int SESSIONS_MAX = 512;

  /** The interval of pings, in milliseconds. */
  private static final long PING_MILLIS = 20_000;

  private final Vertx vertx;
  private final RpcMethods methods;
  private final LongAnswers answers;
  private final EventStream events;
  private final StatusFeed status;
  private final Connections connections;
  private final Departure departure;
  private final Set<RpcSession> sessions = new HashSet<>();

  public WebSockets(
      Vertx vertx,
      Api api,
      CommandRunner commands,
      LongAnswers answers,
      EventStream events,
      Connections connections,
      Departure departure) {
    this.vertx = vertx;
    this.methods = new RpcMethods(api, commands);
    this.answers = answers;
    this.events = events;
    this.status = new StatusFeed(vertx, () -> api.status().map(Views::status));
    this.connections = connections;
    this.departure = departure;
  }

  /** A client asks for a WebSocket. */
  public void open(RoutingContext context) {
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
        .onSuccess(socket -> converse(socket, connection, Grant.of(context)))
        .onFailure(
            failure ->
                context.fail(ApiException.invalidRequest("This is where WebSockets connect to.")));
  }

  private void converse(ServerWebSocket socket, HttpConnection connection, Grant grant) {
    // A browser answers a ping by itself: a connection that is silent for longer is gone.
    long pings =
        vertx.setPeriodic(PING_MILLIS, timer -> socket.writePing(Buffer.buffer("lockstep")));
    var outbox = new Outbox(socket, answers);
    var session =
        new RpcSession(
            socket,
            methods,
            outbox,
            events.subscription(outbox),
            events.watches().watch(outbox),
            status,
            grant);
    sessions.add(session);
    connections.beforeCut(connection, session::stalled);
    session.open(
        () -> {
          sessions.remove(session);
          vertx.cancelTimer(pings);
        });
  }

  /** Something has happened that may have changed the status of the node. */
  public void happened() {
    status.happened();
  }

  /** The node stops: every client is sent the end of its WebSocket. */
  public void leave() {
    List.copyOf(sessions).forEach(RpcSession::leave);
  }
}
