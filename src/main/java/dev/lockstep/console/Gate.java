package dev.lockstep.console;

import dev.lockstep.chain.Excerpt;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Who gets in. Programs bring the token in a header, browsers in a cookie that the link of the node
 * gave them. Host and Origin are looked at too: a page from elsewhere must not reach this node
 * through its visitor's browser, not even by a name that was made to point here.
 */
final class Gate {
  private static final String BEARER = "Bearer ";

  /** What is meant where no port is given. */
  private static final int HTTP_PORT = 80;

  private final Token token;
  private final String cookieName;
  private final Set<String> hosts = new LinkedHashSet<>();

  Gate(Token token, String member, String host, int port) {
    this.token = token;
    // Browsers do not tell ports apart in cookies: nodes on one machine need names of their own.
    this.cookieName = "lockstep-" + member;
    // Browsers write host names in lower case, whatever the configuration says.
    hosts.add(host.toLowerCase(Locale.ROOT) + ":" + port);
    if (isLoopback(host)) {
      hosts.add("localhost:" + port);
      hosts.add("127.0.0.1:" + port);
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  /** Refuses requests that came by another name than this node's own. */
  void checkHost(RoutingContext context) {
    var authority = context.request().authority();
    if (authority == null || !isOwn(authority.host(), authority.port())) {
      context.fail(
          new ApiException(
              421,
              "wrong_host",
              "This node is not known by that host name; use " + hosts.iterator().next() + "."));
      return;
    }
    context.next();
  }

  /** Lets pass whoever has the token. */
  void checkToken(RoutingContext context) {
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
    if (origin != null && !isOwn(origin)) {
      throw new ApiException(
          403, "wrong_origin", "Pages from " + Excerpt.of(origin) + " may not use this node.");
    }
    var authorization = request.getHeader("Authorization");
    if (authorization != null
        && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        && token.matches(authorization.substring(BEARER.length()).strip())) {
      return;
    }
    var cookie = request.getCookie(cookieName);
    if (cookie == null || !token.matches(cookie.getValue())) {
      throw new ApiException(
          401,
          "unauthorized",
          "This needs the node's token: open the link that the node printed, or send it as "
              + "\"Authorization: Bearer …\".");
    }
    boolean changes =
        !request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD);
    boolean upgrades = request.headers().contains("Upgrade");
    if ((changes || upgrades) && origin == null) {
      throw new ApiException(
          403, "wrong_origin", "With a cookie, this is answered to this node's own pages only.");
    }
  }

  private boolean isOwn(String origin) {
    try {
      var uri = URI.create(origin);
      return "http".equals(uri.getScheme())
          && uri.getHost() != null
          && isOwn(uri.getHost(), uri.getPort());
    } catch (IllegalArgumentException notAnOrigin) {
      return false;
    }
  }

  private boolean isOwn(String host, int port) {
    return hosts.contains(host.toLowerCase(Locale.ROOT) + ":" + (port < 0 ? HTTP_PORT : port));
  }

  /** Turns {@code /?token=…} into a cookie. The link disappears from the address bar. */
  void signIn(RoutingContext context) {
    var offered = context.request().getParam("token");
    if (offered == null) {
      context.next();
      return;
    }
    if (!token.matches(offered)) {
      context.fail(
          new ApiException(
              401, "unauthorized", "That token is not this node's; use the link it printed."));
      return;
    }
    context
        .response()
        .putHeader(
            "Set-Cookie", cookieName + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Strict")
        .setStatusCode(303)
        .putHeader("Location", "/")
        .end();
  }
}
