package dev.lockstep.console;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** A connection on which any bytes can be sent, of HTTP and of WebSocket frames. */
final class RawConnection implements AutoCloseable {
  static final int TEXT = 1;
  static final int CONTINUATION = 0;
  static final int FINAL = 0x80;

  private final Socket socket = new Socket();

  RawConnection(String host, int port) {
    try {
      // Who does not read is noticed the sooner.
      socket.setReceiveBufferSize(1 << 16);
      socket.connect(new InetSocketAddress(host, port), 5_000);
      socket.setSoTimeout(20_000);
      socket.setTcpNoDelay(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawConnection send(String text) {
    return send(text.getBytes(UTF_8));
  }

  private RawConnection send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that is answered until the other end closes the connection. */
  String untilClosed() {
    try {
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (IOException e) {
      // A reset ends it as well.
      return "";
    }
  }

  /** Becomes a WebSocket. */
  RawConnection upgrade(RunningConsole console) {
    send(
        "GET /console HTTP/1.1\r\n"
            + console.host()
            + "\r\n"
            + RunningConsole.bearer()
            + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    var head = head();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError(head);
    }
    return this;
  }

  String head() {
    var head = new ByteArrayOutputStream();
    try {
      while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new AssertionError("closed after " + head);
        }
        head.write(next);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return head.toString(ISO_8859_1);
  }

  /** A frame of at most 125 bytes, masked with zeros, which changes nothing. */
  RawConnection frame(int opcode, byte... payload) {
    var frame = new byte[6 + payload.length];
    frame[0] = (byte) opcode;
    frame[1] = (byte) (0x80 | payload.length);
    System.arraycopy(payload, 0, frame, 6, payload.length);
    return send(frame);
  }

  /**
   * The payload of the next frame; of a close frame its status as {@code #1000}. Null when the
   * connection has ended.
   */
  String nextFrame() {
    try {
      var in = new DataInputStream(socket.getInputStream());
      int first = in.read();
      if (first < 0) {
        return null;
      }
      int opcode = first & 0xF;
      int length = in.readUnsignedByte();
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      var payload = in.readNBytes(length);
      return opcode == 8
          ? "#" + ((payload[0] & 0xFF) << 8 | payload[1] & 0xFF)
          : new String(payload, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
