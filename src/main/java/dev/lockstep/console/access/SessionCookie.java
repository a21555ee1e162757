package dev.lockstep.console.access;

import dev.lockstep.config.Member;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.List;

/** The cookie in which a browser keeps the id of its session. */
final class SessionCookie {
  private final String name;
  private final String attributes;

  SessionCookie(Member member) {
    // Cookies ignore ports: nodes on one machine, or behind one proxy, need different names.
    this.name = "lockstep-" + member.name() + "-" + member.http();
    boolean isSecure = member.url().filter(url -> url.getScheme().equals("https")).isPresent();
    this.attributes = "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "");
  }

  /** Browsers also send the cookies of other programs on this machine, in one header or several. */
  List<String> idsOf(HttpServerRequest request) {
    return request.headers().getAll("Cookie").stream()
        .flatMap(header -> ServerCookieDecoder.LAX.decodeAll(header).stream())
        .filter(cookie -> cookie.name().equals(name))
        .map(Cookie::value)
        .toList();
  }

  void set(HttpServerResponse response, String id) {
    response.putHeader("Set-Cookie", name + "=" + id + attributes);
  }

  void clear(HttpServerResponse response) {
    response.putHeader("Set-Cookie", name + "=; Max-Age=0" + attributes);
  }
}
