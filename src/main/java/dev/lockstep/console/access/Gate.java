package dev.lockstep.console.access;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.config.Member;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * Access to the node. Programs send a token in a header, browsers the id of their session in a
 * cookie, see {@link SignIn}. Host and Origin are checked too: a page of another site must not
 * reach this node through its visitor's browser.
 */
public final class Gate {
  private static final String BEARER = "Bearer ";

  private final Credentials credentials;
  private final SessionCookie cookie;
  private final OwnNames names;

  public Gate(Credentials credentials, Member member) {
    this.credentials = credentials;
    this.cookie = new SessionCookie(member);
    this.names = new OwnNames(member);
  }

  /** Refuses requests whose Host is not a name of this node. */
  public void checkHost(RoutingContext context) {
    var request = context.request();
    var authority = request.authority();
    if (authority == null
        || !names.isHost(authority, request.localAddress())
        || !isTargetOwn(request)) {
      context.fail(
          new ApiException(
              ProblemCode.WRONG_HOST,
              "This node is not known by that host name; use " + names.preferred() + "."));
      return;
    }
    context.next();
  }

  /** A target may name the host too, and then overrides the header. */
  private boolean isTargetOwn(HttpServerRequest request) {
    var target = request.uri();
    if (target.startsWith("/") || target.equals("*")) {
      return true;
    }
    try {
      var uri = new URI(target);
      return uri.getHost() != null
          && names.isHost(HostAndPort.create(uri.getHost(), uri.getPort()), request.localAddress());
    } catch (URISyntaxException e) {
      return false;
    }
  }

  /** Passes requests that come with a token or from a browser that is signed in. */
  public void checkRight(RoutingContext context) {
    try {
      admit(context.request()).putInto(context);
    } catch (ApiException refused) {
      context.fail(refused);
      return;
    }
    context.next();
  }

  /** Passes requests of clients that may change something, or that change nothing. */
  public void checkWrite(RoutingContext context) {
    try {
      if (isChange(context.request())) {
        Grant.of(context).requireWrite();
      }
    } catch (ApiException refused) {
      context.fail(refused);
      return;
    }
    context.next();
  }

  /**
   * @throws ApiException when the request has no right to be answered
   */
  private Grant admit(HttpServerRequest request) {
    var origin = request.getHeader("Origin");
    if (origin != null && !names.isOrigin(origin, request.localAddress())) {
      throw new ApiException(
          ProblemCode.WRONG_ORIGIN, "Pages from " + Excerpt.of(origin) + " may not use this node.");
    }
    var byToken = bearer(request).flatMap(credentials::ofToken);
    if (byToken.isPresent()) {
      return byToken.get();
    }
    var bySession =
        cookie.idsOf(request).stream()
            .flatMap(id -> credentials.ofSession(id).stream())
            .findFirst()
            .orElseThrow(
                () ->
                    new ApiException(
                        ProblemCode.UNAUTHORIZED,
                        "This needs the node's token: open the link that ./run.sh token NAME prints, or send it as "
                            + "\"Authorization: Bearer …\"."));
    if ((isChange(request) || opensWebSocket(request)) && origin == null) {
      throw new ApiException(
          ProblemCode.WRONG_ORIGIN,
          "With a cookie, this is answered to this node's own pages only.");
    }
    return bySession;
  }

  private static Optional<String> bearer(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
        .map(header -> header.substring(BEARER.length()).strip());
  }

  private static boolean isChange(HttpServerRequest request) {
    return !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
  }

  /** Some programs offer HTTP/2 in the same header, which changes nothing when it is not taken. */
  private static boolean opensWebSocket(HttpServerRequest request) {
    return request.headers().getAll("Upgrade").stream()
        .anyMatch(protocol -> protocol.toLowerCase(Locale.ROOT).contains("websocket"));
  }
}
