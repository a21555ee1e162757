package dev.lockstep.config;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names and addresses of machines. Nothing here asks a name server. */
public final class Hosts {
  /**
   * Letters of any language are allowed; the name server decides about them. What would end a host
   * in a URI is not.
   */
  private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}/@:\\[\\]%?#\\\\,\"'<>]+");

  private Hosts() {}

  /** Lower case, an IPv6 address without brackets; empty when it is neither name nor address. */
  static Optional<String> parse(String text) {
    boolean inBrackets = text.startsWith("[") && text.endsWith("]") && text.length() > 2;
    var host = (inBrackets ? text.substring(1, text.length() - 1) : text).toLowerCase(Locale.ROOT);
    if (host.contains(":")) {
      // A zone names an interface of one machine; the others could not use it.
      return !host.contains("%") && isLiteral(host) ? Optional.of(host) : Optional.empty();
    }
    return !inBrackets && NAME.matcher(host).matches() ? Optional.of(host) : Optional.empty();
  }

  /** As it is written in a URI: an IPv6 address in brackets. */
  public static String inUri(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** One spelling for each address; a name stays the same, in lower case. */
  public static String canonical(String host) {
    var bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    bare = bare.toLowerCase(Locale.ROOT);
    if (isLiteral(bare)) {
      return InetAddress.ofLiteral(bare).getHostAddress();
    }
    // The dot that ends a name makes it absolute and changes nothing else.
    return bare.length() > 1 && bare.endsWith(".") ? bare.substring(0, bare.length() - 1) : bare;
  }

  /** Whether it means every address of the machine. */
  public static boolean isAny(String host) {
    return isLiteral(host) && InetAddress.ofLiteral(host).isAnyLocalAddress();
  }

  /** Whether only this machine can reach it. */
  public static boolean isLoopback(String host) {
    var canonical = canonical(host);
    return canonical.equals("localhost")
        || isLiteral(canonical) && InetAddress.ofLiteral(canonical).isLoopbackAddress();
  }

  /** Whether it is an address in figures. */
  public static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
