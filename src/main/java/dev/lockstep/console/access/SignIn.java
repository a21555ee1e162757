package dev.lockstep.console.access;

import dev.lockstep.config.Member;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/** How a browser gets its session, and how it gives it up. */
public final class SignIn {
  private final Credentials credentials;
  private final SessionCookie cookie;
  private final Supplier<Future<?>> keep;

  /**
   * @param keep writes the sessions to the disk; its failure is reported elsewhere
   */
  public SignIn(Credentials credentials, Member member, Supplier<Future<?>> keep) {
    this.credentials = credentials;
    this.keep = keep;
    this.cookie = new SessionCookie(member);
  }

  /**
   * Turns {@code /?token=…} into a cookie. The browser is sent to the page without the query, so
   * that neither the address bar nor the history shows it.
   */
  public void begin(RoutingContext context) {
    var offered = context.queryParam("token");
    // Programs send a HEAD to look at a link before they show it, which must not use it up.
    if (offered.isEmpty() || context.request().method().equals(HttpMethod.HEAD)) {
      context.next();
      return;
    }
    var session =
        offered.size() == 1 ? credentials.signIn(offered.getFirst()) : Optional.<String>empty();
    if (session.isEmpty()) {
      refuse(context);
      return;
    }
    cookie.set(context.response(), session.get());
    context
        .response()
        .putHeader("Cache-Control", "no-store")
        .setStatusCode(303)
        .putHeader("Location", "/");
    // On the disk before the answer, so that a restart neither ends it nor brings it back.
    keep.get().onComplete(_ -> context.response().end());
  }

  /** A browser gets a page of instructions, a program a problem. */
  private static void refuse(RoutingContext context) {
    context.response().putHeader("Cache-Control", "no-store");
    var accept = context.request().getHeader("Accept");
    if (accept != null && accept.contains("text/html")) {
      context
          .response()
          .setStatusCode(401)
          .putHeader("WWW-Authenticate", "Bearer")
          .sendFile("webroot/wrong-link.html");
      return;
    }
    context.fail(
        new ApiException(
            ProblemCode.UNAUTHORIZED,
            "This link opens this node no more, or never did: it works once, within an hour; "
                + "./run.sh token NAME prints a new one."));
  }

  /** Ends the browser's session, here and in its cookie. */
  public void end(RoutingContext context) {
    cookie.idsOf(context.request()).forEach(credentials::signOut);
    cookie.clear(context.response());
    context.response().setStatusCode(204);
    keep.get().onComplete(_ -> context.response().end());
  }
}
