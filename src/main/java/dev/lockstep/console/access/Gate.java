package dev.lockstep.console.access;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.config.Member;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Access to the node. Programs send the token in a header, browsers in a cookie that they got from
 * the node's link. Host and Origin are checked too: a page of another site must not reach this node
 * through its visitor's browser.
 */
public final class Gate {
  private static final String BEARER = "Bearer ";

  private final Token token;
  private final String cookieName;
  private final String cookieAttributes;
  private final OwnNames names;

  public Gate(Token token, Member member) {
    this.token = token;
    // Cookies ignore ports: nodes on one machine need different cookie names.
    this.cookieName = "lockstep-" + member.name();
    boolean isSecure = member.url().filter(url -> url.getScheme().equals("https")).isPresent();
    this.cookieAttributes = "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
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

  /** Passes requests that have the token. */
  public void checkToken(RoutingContext context) {
    try {
      admit(context.request());
    } catch (ApiException refused) {
      context.fail(refused);
      return;
    }
    context.next();
  }

  /**
   * @throws ApiException when the request has no right to be answered
   */
  void admit(HttpServerRequest request) {
    var origin = request.getHeader("Origin");
    if (origin != null && !names.isOrigin(origin, request.localAddress())) {
      throw new ApiException(
          ProblemCode.WRONG_ORIGIN, "Pages from " + Excerpt.of(origin) + " may not use this node.");
    }
    var authorization = request.getHeader("Authorization");
    if (authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matches(authorization.substring(BEARER.length()).strip())) {
      return;
    }
    if (!hasCookie(request)) {
      throw new ApiException(
          ProblemCode.UNAUTHORIZED,
          "This needs the node's token: open the link that the node printed, or send it as "
              + "\"Authorization: Bearer …\".");
    }
    boolean changes =
        !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    if ((changes || opensWebSocket(request)) && origin == null) {
      throw new ApiException(
          ProblemCode.WRONG_ORIGIN,
          "With a cookie, this is answered to this node's own pages only.");
    }
  }

  /** Some programs offer HTTP/2 in the same header, which changes nothing when it is not taken. */
  private static boolean opensWebSocket(HttpServerRequest request) {
    return request.headers().getAll("Upgrade").stream()
        .anyMatch(protocol -> protocol.toLowerCase(Locale.ROOT).contains("websocket"));
  }

  /** Browsers also send the cookies of other programs on this machine, in one header or several. */
  private boolean hasCookie(HttpServerRequest request) {
    return request.headers().getAll("Cookie").stream()
        .flatMap(header -> ServerCookieDecoder.LAX.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(cookieName))
        .map(Cookie::value)
        .anyMatch(token::matches);
  }

  /** Turns {@code /?token=…} into a cookie. The link disappears from the address bar. */
  public void signIn(RoutingContext context) {
    var offered = context.queryParam("token");
    if (offered.isEmpty()) {
      context.next();
      return;
    }
    if (offered.size() > 1 || !token.matches(offered.getFirst())) {
      refuseLink(context);
      return;
    }
    context
        .response()
        .putHeader("Set-Cookie", cookieName + "=" + token.text() + cookieAttributes)
        .setStatusCode(303)
        .putHeader("Location", "/")
        .end();
  }

  /** A browser gets a page of instructions, a program a problem. */
  private static void refuseLink(RoutingContext context) {
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
            ProblemCode.UNAUTHORIZED, "That token is not this node's; use the link it printed."));
  }
}
