package dev.lockstep.config;

import java.net.URI;
import java.util.Optional;

/**
 * A member of the cluster, and where to reach it.
 *
 * @param host where the others and the command line connect to: a name or an address, an IPv6
 *     address without brackets
 * @param bind what its three ports are bound to; the same as {@code host} unless it is configured
 * @param url where users' browsers see it, when that is behind a proxy: a scheme, a host in lower
 *     case and a port that is not the scheme's own, nothing more
 * @param http REST, WebSocket and the web console
 * @param bus the clustered event bus
 * @param hazelcast the membership of the event bus
 */
public record Member(
    String name, String host, String bind, Optional<URI> url, int http, int bus, int hazelcast) {

  /** A member that listens on its host only, without a proxy in front of it. */
  public Member(String name, String host, int http, int bus, int hazelcast) {
    this(name, host, host, Optional.empty(), http, bus, hazelcast);
  }

  /** Host and port as a URI or a {@code Host} header has them: an IPv6 address in brackets. */
  public String at(int port) {
    return Hosts.inUri(host) + ":" + port;
  }
}
