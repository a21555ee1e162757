package dev.lockstep.console.access;

import dev.lockstep.config.Hosts;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The address of the client: the peer of the connection, or what a configured proxy names. */
final class Proxies {
  private final Set<String> addresses;

  /**
   * @param addresses the proxies whose {@code X-Forwarded-For} and {@code Forwarded} are used
   */
  Proxies(List<String> addresses) {
    this.addresses = addresses.stream().map(Hosts::canonical).collect(Collectors.toSet());
  }

  boolean isProxy(SocketAddress peer) {
    return addresses.contains(Hosts.canonical(peer.hostAddress()));
  }

  /** The key for counting the connections of one client: one IPv6 host has 2^64 addresses. */
  String key(SocketAddress peer) {
    return key(peer.hostAddress());
  }

  private static String key(String address) {
    var canonical = Hosts.canonical(address);
    if (Hosts.isLiteral(canonical)
        && InetAddress.ofLiteral(canonical) instanceof Inet6Address six
        && !six.isLoopbackAddress()) {
      var network = Arrays.copyOf(Arrays.copyOf(six.getAddress(), 8), 16);
      return Hosts.canonical(Inet6Address.ofLiteral(text(network)).getHostAddress()) + "/64";
    }
    return canonical;
  }

  private static String text(byte[] address) {
    var groups = new StringBuilder();
    for (int i = 0; i < address.length; i += 2) {
      groups.append(i == 0 ? "" : ":");
      groups.append(Integer.toHexString((address[i] & 0xFF) << 8 | address[i + 1] & 0xFF));
    }
    return groups.toString();
  }

  /**
   * The last address in the chain that is no configured proxy: the sender of the request wrote what
   * precedes it, and may have written anything.
   */
  String clientOf(HttpServerRequest request) {
    var client = request.remoteAddress().hostAddress();
    var chain = chain(request);
    for (int i = chain.size() - 1; i >= 0 && addresses.contains(Hosts.canonical(client)); i--) {
      var named = chain.get(i);
      if (named.isEmpty()) {
        break;
      }
      client = named.get();
    }
    return key(client);
  }

  private static List<Optional<String>> chain(HttpServerRequest request) {
    var old = request.headers().getAll("X-Forwarded-For");
    if (!old.isEmpty()) {
      return Arrays.stream(String.join(",", old).split(",")).map(Proxies::address).toList();
    }
    return Arrays.stream(String.join(",", request.headers().getAll("Forwarded")).split(","))
        .map(Proxies::forwardedFor)
        .toList();
  }

  /** {@code for=…} of one element of RFC 7239. */
  private static Optional<String> forwardedFor(String element) {
    return Arrays.stream(element.split(";"))
        .map(String::strip)
        .filter(pair -> pair.toLowerCase(Locale.ROOT).startsWith("for="))
        .findFirst()
        .flatMap(pair -> address(pair.substring(4).replace("\"", "")));
  }

  /** An address in figures, with or without brackets and a port. */
  private static Optional<String> address(String text) {
    var word = text.strip();
    if (word.startsWith("[") && word.contains("]")) {
      word = word.substring(1, word.indexOf(']'));
    } else if (word.chars().filter(c -> c == ':').count() == 1) {
      word = word.substring(0, word.indexOf(':'));
    }
    return Hosts.isLiteral(word) && !word.contains("%") ? Optional.of(word) : Optional.empty();
  }
}
