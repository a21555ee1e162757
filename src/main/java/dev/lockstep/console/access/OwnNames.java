package dev.lockstep.console.access;

import dev.lockstep.config.Hosts;
import dev.lockstep.config.Member;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The names by which browsers may know this node. A page of another site must not reach it by a
 * name that was made to point here (DNS rebinding); a literal address cannot be made to.
 */
final class OwnNames {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private record Place(String host, int port) {}

  private record Origin(String scheme, String host, int port) {}

  private final Member member;
  private final boolean isEverywhere;
  private final Set<Place> places = new LinkedHashSet<>();
  private final Set<Origin> origins = new LinkedHashSet<>();

  OwnNames(Member member) {
    this.member = member;
    this.isEverywhere = Hosts.isAny(member.bind());
    addHost(member.host());
    if (!isEverywhere) {
      addHost(member.bind());
    }
    if (isEverywhere || Hosts.isLoopback(member.host()) || Hosts.isLoopback(member.bind())) {
      addHost("localhost");
      addHost("127.0.0.1");
      addHost("::1");
    }
    member.url().ifPresent(this::addUrl);
  }

  private void addHost(String host) {
    places.add(new Place(Hosts.canonical(host), member.http()));
    origins.add(new Origin("http", Hosts.canonical(host), member.http()));
  }

  private void addUrl(URI url) {
    var host = Hosts.canonical(url.getHost());
    int port = port(url.getScheme(), url.getPort());
    places.add(new Place(host, port));
    // Proxies pass the name on with the port that the browser used, or without any.
    places.add(new Place(host, HTTP_PORT));
    origins.add(new Origin(url.getScheme(), host, port));
  }

  private static int port(String scheme, int given) {
    return given >= 0 ? given : scheme.equals("https") ? HTTPS_PORT : HTTP_PORT;
  }

  /** What a person should use instead of a wrong name. */
  String preferred() {
    return member.url().map(URI::toString).orElseGet(() -> member.at(member.http()));
  }

  /**
   * @param local the address that the connection came to
   */
  boolean isHost(HostAndPort authority, SocketAddress local) {
    int port = authority.port() < 0 ? HTTP_PORT : authority.port();
    return isPlace(authority.host(), port, local);
  }

  boolean isOrigin(String text, SocketAddress local) {
    try {
      var uri = new URI(text);
      if (uri.getScheme() == null || uri.getHost() == null) {
        return false;
      }
      var scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      int port = port(scheme, uri.getPort());
      var host = Hosts.canonical(uri.getHost());
      return origins.contains(new Origin(scheme, host, port))
          || scheme.equals("http") && isListenedOn(host, port, local);
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private boolean isPlace(String text, int port, SocketAddress local) {
    var host = Hosts.canonical(text);
    return places.contains(new Place(host, port)) || isListenedOn(host, port, local);
  }

  /** A node that listens on every interface also has the literal address of each as a name. */
  private boolean isListenedOn(String host, int port, SocketAddress local) {
    return isEverywhere
        && port == member.http()
        && Hosts.isLiteral(host)
        && host.equals(Hosts.canonical(local.hostAddress()));
  }
}
