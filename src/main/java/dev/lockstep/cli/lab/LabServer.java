package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;

/**
 * The lab in a browser on this machine. It listens on the loopback address alone, and moves only
 * for who has the link. The session belongs to one worker: a move far back in a long life takes
 * time, and the event loop serves files meanwhile.
 */
public final class LabServer {
  private static final String ADDRESS = "127.0.0.1";

  /** What the page needs; all of it is public. */
  private static final String OF_PAGE = "/favicon\\.svg|/(js|css)(/[a-z-]+)*/[a-z0-9-]+\\.(js|css)";

  private static final int TOKEN_BYTES = 16;

  private final Session session;
  private final Stdio stdio;
  private final String token;
  private final LabJson json = new LabJson();
  private WorkerExecutor moves;

  /** The trace of a recorded incident as a page of its own; empty without one. */
  private final String trace;

  public LabServer(Session session, Stdio stdio) {
    this(session, stdio, "");
  }

  public LabServer(Session session, Stdio stdio, String trace) {
    this.session = session;
    this.stdio = stdio;
    this.trace = trace;
    var bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    this.token = HexFormat.of().formatHex(bytes);
  }

  /**
   * Serves until the process is ended.
   *
   * @param port 0 for any that is free
   */
  public int run(int port) {
    var vertx = Vertx.vertx();
    try {
      int listens = listen(vertx, port);
      stdio.out().println("The lab: " + link(listens));
      if (!trace.isEmpty()) {
        stdio
            .out()
            .println(
                "Its trace (a view, which moves nothing): "
                    + link(listens).replace("/?", "/trace?"));
      }
      stdio.out().println("Ctrl-C ends it; save first what you want to keep.");
      stdio.out().flush();
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      vertx.close();
    }
  }

  /** Listens on any port that is free; returns the link for a browser. */
  public String serve(Vertx vertx) {
    try {
      return link(listen(vertx, 0));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns the port on which it listens. */
  int listen(Vertx vertx, int port) throws InterruptedException {
    moves = vertx.createSharedWorkerExecutor("lockstep-lab", 1);
    try {
      return vertx
          .createHttpServer(options())
          .requestHandler(this::handle)
          .webSocketHandshakeHandler(
              page -> {
                if (page.path().equals("/lab")) {
                  page.accept();
                } else {
                  page.reject(404);
                }
              })
          .webSocketHandler(page -> LabSocket.serve(vertx, page, token, this::answer))
          .listen(port, ADDRESS)
          .toCompletionStage()
          .toCompletableFuture()
          .get()
          .actualPort();
    } catch (ExecutionException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "The lab cannot listen on port "
              + port
              + ": "
              + e.getCause().getMessage()
              + "; choose another one with --port.",
          e);
    }
  }

  /** Nothing is compressed: nothing leaves this machine, and a step shall be there at once. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setPerMessageWebSocketCompressionSupported(false)
        .setPerFrameWebSocketCompressionSupported(false);
  }

  /** What a browser opens. */
  String link(int port) {
    return "http://" + ADDRESS + ":" + port + "/?token=" + token;
  }

  private void handle(HttpServerRequest request) {
    if (request.method() == HttpMethod.GET && request.path().equals("/trace")) {
      trace(request);
    } else if (request.method() == HttpMethod.GET) {
      file(request);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  // --- moves ------------------------------------------------------------------------------------

  private Future<Buffer> answer(LabJson.Request asked) {
    return moves
        .executeBlocking(() -> reply(asked))
        .onFailure(failure -> failure.printStackTrace(stdio.err()));
  }

  private Buffer reply(LabJson.Request asked) {
    var reply =
        switch (session.runInBrowser(asked.line())) {
          case Session.Reply.Text text -> text;
          case Session.Reply.Leave() ->
              new Session.Reply.Text(
                  List.of("Close the page, and end the lab in its terminal by Ctrl-C."),
                  ExitCode.OK);
        };
    return json.of(session, reply, asked).toBuffer();
  }

  /** For who has the link, as all that moves. */
  private void trace(HttpServerRequest request) {
    boolean isAllowed =
        !trace.isEmpty()
            && MessageDigest.isEqual(
                Optional.ofNullable(request.getParam("token"))
                    .orElse("")
                    .getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    if (isAllowed) {
      request
          .response()
          .putHeader("Content-Type", "text/html; charset=utf-8")
          .putHeader("Referrer-Policy", "no-referrer")
          .end(trace);
    } else {
      request.response().setStatusCode(404).end();
    }
  }

  // --- files ------------------------------------------------------------------------------------

  private static void file(HttpServerRequest request) {
    boolean isPage = request.path().equals("/");
    var path = isPage ? "/lab/lab.html" : "/webroot" + request.path();
    if (!isPage && !request.path().matches(OF_PAGE)) {
      request.response().setStatusCode(404).end();
      return;
    }
    try (var in = LabServer.class.getResourceAsStream(path)) {
      if (in == null) {
        request.response().setStatusCode(404).end();
        return;
      }
      request
          .response()
          .putHeader("Content-Type", typeOf(path))
          .putHeader(
              "Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'")
          .putHeader("Referrer-Policy", "no-referrer")
          .putHeader("X-Content-Type-Options", "nosniff")
          .putHeader("Cache-Control", "no-cache")
          .end(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      request.response().setStatusCode(500).end();
    }
  }

  private static String typeOf(String path) {
    return switch (path.substring(path.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "css" -> "text/css; charset=utf-8";
      default -> "text/javascript; charset=utf-8";
    };
  }
}
