package dev.lockstep.client;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Keeps one connection to a node: connects, checks the ledger, and connects again after a loss,
 * until it is closed or has failed for good. Used on one context only.
 */
final class Link {
  /** What a link tells; on its context. */
  interface Listener {
    /** There is a connection now. */
    void up(Connection connection);

    /**
     * There is none, and the next attempt follows.
     *
     * @param reason part of a sentence
     */
    void down(String reason);

    /** There will be none any more. */
    void failed(LockstepException reason);

    /** A notification of JSON-RPC. */
    void notified(String method, JsonObject params);
  }

  private static final int CONNECT_MILLIS = 5_000;
  private static final int PAUSE_MILLIS = 50;
  private static final int PAUSE_MILLIS_MAX = 2_000;

  /** The node pings every 20 s. */
  private static final int SILENCE_SECONDS = 45;

  /** The answer to a request of 500 transfers takes some 200 KB. */
  private static final int MESSAGE_BYTES_MAX = 16 << 20;

  private static final int TOO_MANY = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final Vertx vertx;
  private final Context context;
  private final LockstepClientOptions options;
  private final Supplier<Future<Void>> check;
  private final Listener listener;
  private final WebSocketClient client;
  private Connection connection;
  private long pauseMillis = PAUSE_MILLIS;
  private boolean isOver;

  /** Why there is no connection; part of a sentence. */
  private String absence = "it has not answered yet";

  /**
   * @param context on which everything happens
   * @param check of the ledger, before a connection is used; fails with a {@link LockstepException}
   */
  Link(
      Vertx vertx,
      Context context,
      LockstepClientOptions options,
      Supplier<Future<Void>> check,
      Listener listener) {
    this.vertx = vertx;
    this.context = context;
    this.options = options;
    this.check = check;
    this.listener = listener;
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setMaxMessageSize(MESSAGE_BYTES_MAX)
                .setConnectTimeout(CONNECT_MILLIS)
                .setReadIdleTimeout(SILENCE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS));
  }

  /**
   * Begins to connect.
   *
   * @param done what has to be complete by the deadline of the options; else the link fails
   */
  void open(Future<?> done) {
    long timer =
        vertx.setTimer(
            options.deadline().toMillis(),
            _ -> fail(new LockstepException(LockstepException.UNAVAILABLE, late())));
    done.onComplete(_ -> vertx.cancelTimer(timer));
    connect();
  }

  private String late() {
    return "The node at %s could not be reached within %s s: %s."
        .formatted(options.address(), options.deadline().toMillis() / 1_000.0, absence);
  }

  private void connect() {
    var address = options.address();
    boolean isTls = address.getScheme().equals("https");
    var target =
        new WebSocketConnectOptions()
            .setHost(address.getHost())
            .setPort(address.getPort() >= 0 ? address.getPort() : isTls ? 443 : 80)
            .setSsl(isTls)
            .setURI("/console")
            .setTimeout(CONNECT_MILLIS)
            .addHeader("Authorization", "Bearer " + options.token());
    var socket = client.webSocket();
    // Before the socket connects: the node may say something at once.
    var opened = new Connection(socket, listener::notified);
    // From here on: a socket calls its handlers on the context on which it was connected.
    context.runOnContext(
        _ ->
            socket
                .connect(target)
                .onComplete(
                    done -> {
                      if (done.failed()) {
                        refused(done.cause());
                      } else {
                        connected(socket, opened);
                      }
                    }));
  }

  private void refused(Throwable reason) {
    if (isOver) {
      return;
    }
    if (reason instanceof UpgradeRejectedException answered && isFinal(answered.getStatus())) {
      fail(
          new LockstepException(
              answered.getStatus() == 401 ? "unauthorized" : "refused",
              options.address()
                  + (answered.getStatus() == 401
                      ? " does not accept the token; read the present one from the file token in"
                          + " the directory of the node."
                      : " answered " + answered.getStatus() + "; is this the address of a node?")));
    } else {
      retry(String.valueOf(reason.getMessage()));
    }
  }

  private static boolean isFinal(int status) {
    return status >= 400 && status < 500 && status != TOO_MANY && status != REQUEST_TIMEOUT;
  }

  private void connected(ClientWebSocket socket, Connection opened) {
    if (isOver) {
      opened.close();
      return;
    }
    connection = opened;
    // Nothing is said to a node before its ledger is known to continue the one that was seen.
    check
        .get()
        .onComplete(
            checked -> {
              if (isOver) {
                return;
              }
              if (checked.failed()) {
                fail((LockstepException) checked.cause());
                return;
              }
              opened.ended().onSuccess(this::lost);
              if (!socket.isClosed()) {
                pauseMillis = PAUSE_MILLIS;
                listener.up(opened);
              }
            });
  }

  private void lost(String reason) {
    if (!isOver) {
      connection = null;
      retry(reason);
    }
  }

  /** Waits twice as long each time; by chance, so that clients of one node do not come at once. */
  private void retry(String reason) {
    absence = reason.replaceFirst("\\.$", "");
    listener.down(reason);
    long pause = pauseMillis / 2 + ThreadLocalRandom.current().nextLong(pauseMillis / 2 + 1);
    pauseMillis = Math.min(2 * pauseMillis, PAUSE_MILLIS_MAX);
    vertx.setTimer(
        pause,
        _ -> {
          if (!isOver) {
            connect();
          }
        });
  }

  /** Ends the link for good, for a reason that another attempt would not change. */
  void fail(LockstepException reason) {
    if (!isOver) {
      close();
      listener.failed(reason);
    }
  }

  Future<Void> close() {
    isOver = true;
    var closed = connection == null ? Future.<Void>succeededFuture() : connection.close();
    return closed.eventually(client::close);
  }
}
