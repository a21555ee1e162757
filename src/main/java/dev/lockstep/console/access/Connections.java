package dev.lockstep.console.access;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections: how many there may be, and how long each may take to send a request. Used
 * by the console's event loop only, to which all connections belong.
 *
 * <p>A timeout for silence does not end a client that sends a byte a minute. So the head of a
 * request has to be complete some time after the connection was opened or the last answer was
 * given, and its body some time after its head.
 */
public final class Connections {
  private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
  private static final long NONE = -1;

  /** Time for a client to read the last answer before its connection is closed. */
  private static final long LINGER_MILLIS = 500;

  /** A body may come as slowly as this, in bytes a millisecond, beyond what each may take. */
  private static final long SLOWEST = 64;

  private static final long LOG_MILLIS = 60_000;

  private final Vertx vertx;
  private final HttpServerOptions options;
  private final Proxies proxies;
  private final Limits limits;
  private final Map<HttpConnection, Guest> guests = new HashMap<>();
  private final Map<String, Integer> perAddress = new HashMap<>();
  private long loggedAt = Long.MIN_VALUE;

  /**
   * @param all how many connections there may be
   * @param perAddress how many of them, and of the requests by way of a proxy, for one client
   * @param headMillis from the opening of the connection to the end of the first request's head
   * @param nextMillis from the end of an answer to the end of the next request's head
   * @param bodyMillis from the end of the head to the end of a small body; a large one has more
   * @param stallMillis how long a client may leave unread what fills its connection
   */
  public record Limits(
      int all,
      int perAddress,
      long headMillis,
      long nextMillis,
      long bodyMillis,
      long stallMillis) {
    public static final Limits STANDARD = new Limits(2_048, 1_024, 10_000, 60_000, 30_000, 30_000);
  }

  /** One connection. */
  private static final class Guest {
    private final Channel channel;
    private final String address;
    private StallWatch watch;
    private boolean isSurplus;
    private boolean isLeaving;
    private int unanswered;
    private long timer = NONE;

    /** The notice to a client that does not read, if its protocol has one. */
    private Optional<Runnable> farewell = Optional.empty();

    Guest(Channel channel, String address) {
      this.channel = channel;
      this.address = address;
    }
  }

  public Connections(Vertx vertx, HttpServerOptions options, List<String> proxies, Limits limits) {
    this.vertx = vertx;
    this.options = options;
    this.proxies = new Proxies(proxies);
    this.limits = limits;
  }

  /** Called when a connection is opened, before anything is read from it. */
  public void opened(HttpConnection connection) {
    var http = (Http1ServerConnection) connection;
    var channel = http.channelHandlerContext().channel();
    if (guests.size() >= 2 * limits.all) {
      // Connections beyond the limit get an answer, so their number is bounded too.
      connection.close();
      return;
    }
    channel.pipeline().replace("httpDecoder", "httpDecoder", new StrictDecoder(options));
    var address = proxies.key(connection.remoteAddress());
    var guest = new Guest(channel, address);
    guests.put(connection, guest);
    guest.watch = new StallWatch(limits.stallMillis, () -> stalled(guest));
    channel.pipeline().addFirst(guest.watch);
    boolean fits = guests.size() <= limits.all;
    if (!proxies.isProxy(connection.remoteAddress())) {
      // Counted whether it fits or not: it leaves in either case.
      fits &= enter(address);
      channel.closeFuture().addListener(_ -> leave(address));
    }
    // Not the connection's own close handler, which is not called for a WebSocket.
    channel.closeFuture().addListener(_ -> closed(connection, guest));
    guest.isSurplus = !fits;
    if (!fits) {
      logSurplus(address);
    }
    arm(guest, limits.headMillis, () -> connection.close());
  }

  /** A client with a notice gets the same time again, to read up to it. */
  private void stalled(Guest guest) {
    LOG.debug("{} does not read what it is sent", guest.address);
    disarm(guest);
    guest.farewell.ifPresentOrElse(
        told -> {
          told.run();
          arm(guest, limits.stallMillis, guest.watch::cut);
        },
        guest.watch::cut);
  }

  private void closed(HttpConnection connection, Guest guest) {
    disarm(guest);
    guests.remove(connection);
  }

  /** The first handler of every request. */
  public void admit(RoutingContext context) {
    var request = context.request();
    var guest = guests.get(request.connection());
    if (guest == null || guest.isLeaving) {
      // Its connection is about to be closed: this request is ignored.
      return;
    }
    guest.unanswered++;
    awaitBody(context, guest);
    boolean fits = !guest.isSurplus && enterByProxy(context);
    context.addEndHandler(_ -> answered(request.connection(), guest));
    if (!fits) {
      hangUp(context);
      context.fail(
          new ApiException(
              ProblemCode.TOO_MANY_CONNECTIONS,
              "There are too many connections to this node, "
                  + (guest.isSurplus ? guests.size() + " in all" : "or from your address")
                  + "; close some, or try again in a moment."));
      return;
    }
    context.next();
  }

  /** Requests that a proxy passes on are counted for the client who sent them. */
  private boolean enterByProxy(RoutingContext context) {
    var request = context.request();
    if (!proxies.isProxy(request.remoteAddress())) {
      return true;
    }
    var client = proxies.clientOf(request);
    boolean fits = enter(client);
    context.addEndHandler(_ -> leave(client));
    return fits;
  }

  private void awaitBody(RoutingContext context, Guest guest) {
    var request = context.request();
    disarm(guest);
    if (request.isEnded() || !hasBody(request)) {
      return;
    }
    arm(
        guest,
        limits.bodyMillis + length(request) / SLOWEST,
        () -> {
          if (context.response().headWritten()) {
            request.connection().close();
            return;
          }
          hangUp(context);
          context.fail(
              new ApiException(
                  ProblemCode.TOO_SLOW, "The body did not come in time; send it again."));
        });
    long bodyTimer = guest.timer;
    request
        .end()
        .onSuccess(
            _ -> {
              if (guest.timer == bodyTimer) {
                disarm(guest);
                awaitNext(request.connection(), guest);
              }
            });
  }

  private static boolean hasBody(HttpServerRequest request) {
    return request.headers().contains("Content-Length")
        || request.headers().contains("Transfer-Encoding");
  }

  /** Of the body, in bytes, as it was announced; else as long as it may be. */
  static long length(HttpServerRequest request) {
    var length = request.getHeader("Content-Length");
    // The decoder has refused what is no number; a larger body is refused when it is read.
    return length == null
        ? HttpLimits.BODY_MAX
        : Math.min(Long.parseLong(length.strip()), HttpLimits.BODY_MAX);
  }

  private void answered(HttpConnection connection, Guest guest) {
    guest.unanswered--;
    if (guest.isLeaving) {
      disarm(guest);
      arm(guest, LINGER_MILLIS, () -> connection.close());
    } else if (guest.timer == NONE) {
      // A body that nobody waits for may still be on its way: then its own time goes on.
      awaitNext(connection, guest);
    }
  }

  private void awaitNext(HttpConnection connection, Guest guest) {
    if (guest.unanswered == 0) {
      arm(guest, limits.nextMillis, () -> connection.close());
    }
  }

  /** This answer is the last on its connection; later requests on it are ignored. */
  public void hangUp(RoutingContext context) {
    var guest = guests.get(context.request().connection());
    if (guest != null) {
      guest.isLeaving = true;
    }
    context.response().putHeader("Connection", "close");
  }

  /** Sets the notice to a client that does not read, before its connection is cut. */
  public void beforeCut(HttpConnection connection, Runnable farewell) {
    var guest = guests.get(connection);
    if (guest != null) {
      guest.farewell = Optional.of(farewell);
    }
  }

  /** The connection carries no more requests, and text that is not UTF-8 ends it. */
  public void becomesWebSocket(RoutingContext context) {
    var guest = guests.get(context.request().connection());
    disarm(guest);
    var pipeline = guest.channel.pipeline();
    if (pipeline.get(Utf8FrameValidator.class) == null) {
      pipeline.addBefore("handler", "utf8", new Utf8FrameValidator(false));
    }
  }

  private boolean enter(String client) {
    return perAddress.merge(client, 1, Integer::sum) <= limits.perAddress;
  }

  private void leave(String client) {
    perAddress.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
  }

  private void arm(Guest guest, long millis, Runnable expired) {
    guest.timer =
        vertx.setTimer(
            millis,
            _ -> {
              guest.timer = NONE;
              LOG.debug("{} took too long", guest.address);
              expired.run();
            });
  }

  private void disarm(Guest guest) {
    if (guest.timer != NONE) {
      vertx.cancelTimer(guest.timer);
      guest.timer = NONE;
    }
  }

  /** Once a minute: a flood must not fill the log. */
  private void logSurplus(String address) {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    if (loggedAt == Long.MIN_VALUE || now - loggedAt > LOG_MILLIS) {
      loggedAt = now;
      LOG.warn(
          "A connection from {} is refused: there are {}, {} of them from there",
          address,
          guests.size(),
          perAddress.getOrDefault(address, 0));
    }
  }
}
