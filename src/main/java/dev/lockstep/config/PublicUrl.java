package dev.lockstep.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** The address at which users' browsers see a node. */
final class PublicUrl {
  private static final int PORT_MAX = 65_535;

  private PublicUrl() {}

  /** The address in one spelling; empty when it has anything but a scheme, a host and a port. */
  static Optional<URI> parse(String text) {
    try {
      var uri = new URI(text);
      var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean isHttps = scheme.equals("https");
      var host = uri.getHost() == null ? Optional.<String>empty() : Hosts.parse(uri.getHost());
      boolean isBare =
          (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
              && uri.getRawUserInfo() == null;
      if (!isHttps && !scheme.equals("http")
          || host.isEmpty()
          || Hosts.isAny(host.get())
          || !isBare
          || uri.getPort() == 0
          || uri.getPort() > PORT_MAX) {
        return Optional.empty();
      }
      boolean isStandard = uri.getPort() < 0 || uri.getPort() == (isHttps ? 443 : 80);
      return Optional.of(
          URI.create(
              scheme + "://" + Hosts.inUri(host.get()) + (isStandard ? "" : ":" + uri.getPort())));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
