package dev.lockstep.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server says to the bytes of a request. No client library stands between: those mend paths,
 * hosts and headers before anybody sees them.
 *
 * @param headers by their names in lower case
 */
record HttpAnswer(int status, Map<String, String> headers, String body) {
  private static final Pattern CONTENT_LENGTH =
      Pattern.compile("content-length: *([0-9]+)", Pattern.CASE_INSENSITIVE);

  static HttpAnswer to(int port, String request) {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(UTF_8));
      socket.getOutputStream().flush();
      return parse(read(socket.getInputStream(), request.startsWith("HEAD ")));
    } catch (IOException e) {
      throw new AssertionError("no answer to " + request.lines().findFirst().orElse(""), e);
    }
  }

  /** Up to the end of the body: who is not listened to to his end is not hung up on at once. */
  private static byte[] read(InputStream in, boolean isBodiless) throws IOException {
    var bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("only: " + bytes);
      }
      bytes.write(next);
    }
    if (!isBodiless) {
      var length = CONTENT_LENGTH.matcher(bytes.toString(ISO_8859_1));
      bytes.writeBytes(
          length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : in.readAllBytes());
    }
    return bytes.toByteArray();
  }

  private static HttpAnswer parse(byte[] bytes) {
    var text = new String(bytes, ISO_8859_1);
    int end = text.indexOf("\r\n\r\n");
    var lines = text.substring(0, end).split("\r\n");
    var headers =
        Arrays.stream(lines)
            .skip(1)
            .map(line -> line.split(": *", 2))
            .collect(
                Collectors.toMap(
                    field -> field[0].toLowerCase(java.util.Locale.ROOT),
                    field -> field[1],
                    (one, other) -> one + ", " + other));
    var body = Arrays.copyOfRange(bytes, end + 4, bytes.length);
    if (body.length > 0 && headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      body = joined(body);
    }
    return new HttpAnswer(
        Integer.parseInt(lines[0].split(" ")[1]), headers, new String(body, UTF_8));
  }

  /** What the chunks hold. */
  private static byte[] joined(byte[] chunks) {
    var body = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int begin = at;
      while (chunks[at] != '\r') {
        at++;
      }
      int size = Integer.parseInt(new String(chunks, begin, at - begin, ISO_8859_1), 16);
      if (size == 0) {
        return body.toByteArray();
      }
      body.write(chunks, at + 2, size);
      at += 2 + size + 2;
    }
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  JsonObject json() {
    return new JsonObject(body);
  }

  String code() {
    return json().getString("code");
  }
}
