package dev.lockstep.config;

import dev.lockstep.keys.PublicKey;
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
 * @param key with which it signs and by which the others know it; empty: the one that it has
 *     written into the data directory, on the same machine
 */
public record Member(
    String name,
    String host,
    String bind,
    Optional<URI> url,
    int http,
    int bus,
    int hazelcast,
    Optional<PublicKey> key) {

  /** A member that listens on its host only, without a proxy in front of it and without a key. */
  public Member(String name, String host, int http, int bus, int hazelcast) {
    this(name, host, host, Optional.empty(), http, bus, hazelcast, Optional.empty());
  }

  /** Host and port as a URI or a {@code Host} header has them: an IPv6 address in brackets. */
  public String at(int port) {
    return Hosts.inUri(host) + ":" + port;
  }
}
