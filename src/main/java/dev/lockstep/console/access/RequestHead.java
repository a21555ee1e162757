package dev.lockstep.console.access;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds heads of requests that two readers could understand in two ways. They are answered with
 * 400, and the connection ends, because it is not certain where the next request begins.
 */
public final class RequestHead {
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");

  /** Headers that a request may have once: of two, only their order would say which holds. */
  private static final List<String> ONCE =
      List.of(
          "Host",
          "Authorization",
          "Origin",
          "Content-Type",
          "Content-Length",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Version");

  private RequestHead() {}

  /** What is wrong with the framing or with a header, if anything. */
  public static Optional<String> ambiguity(HttpServerRequest request) {
    for (var name : ONCE) {
      if (request.headers().getAll(name).size() > 1) {
        return Optional.of("The header " + name + " is there twice; send it once.");
      }
    }
    var encodings = request.headers().getAll("Transfer-Encoding");
    if (encodings.isEmpty()) {
      return Optional.empty();
    }
    if (request.version() == HttpVersion.HTTP_1_0) {
      return Optional.of("HTTP 1.0 knows no Transfer-Encoding; send a Content-Length.");
    }
    return encodings.size() == 1 && encodings.getFirst().strip().equalsIgnoreCase("chunked")
        ? Optional.empty()
        : Optional.of("The Transfer-Encoding is not \"chunked\"; that is the only one known here.");
  }

  /** What is wrong with the escapes of the target, if anything. */
  public static Optional<String> brokenEscape(HttpServerRequest request) {
    var target = request.uri();
    if (BROKEN_ESCAPE.matcher(target).find()) {
      return Optional.of("The address has a % without two hexadecimal digits.");
    }
    return isUtf8(target)
        ? Optional.empty()
        : Optional.of("The address has escapes with % that are not UTF-8.");
  }

  private static boolean isUtf8(String target) {
    if (target.indexOf('%') < 0) {
      return true;
    }
    var bytes = ByteBuffer.allocate(target.length());
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '%') {
        bytes.put((byte) Integer.parseInt(target, i + 1, i + 3, 16));
        i += 2;
      } else {
        // What is not escaped cannot continue what is.
        bytes.put((byte) (c < 128 ? c : '?'));
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /** For a head that could not be read at all. */
  public static ApiException unreadable(HttpServerRequest request) {
    return switch (request.decoderResult().cause()) {
      case TooLongHttpLineException _ ->
          new ApiException(
              ProblemCode.ADDRESS_TOO_LARGE,
              "The address is over " + HttpLimits.LINE_MAX + " bytes; shorten it.");
      case TooLongHttpHeaderException _ ->
          new ApiException(
              ProblemCode.HEADERS_TOO_LARGE,
              "The headers are over " + HttpLimits.HEAD_MAX + " bytes; send fewer.");
      case IllegalArgumentException e when e.getMessage() != null ->
          ApiException.invalidRequest(
              "This is no HTTP request as RFC 9112 has it: " + e.getMessage() + ".");
      case null, default ->
          ApiException.invalidRequest("This is no HTTP request as RFC 9112 has it.");
    };
  }
}
