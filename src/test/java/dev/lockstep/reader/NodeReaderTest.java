package dev.lockstep.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Reading from a node")
@Timeout(20)
class NodeReaderTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** Says this to whoever connects, and leaves the connection open or closes it. */
  private static ServerSocket node(String says, boolean closes) throws IOException {
    var server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                var socket = server.accept();
                socket.getInputStream().read();
                socket.getOutputStream().write(says.getBytes(StandardCharsets.US_ASCII));
                if (closes) {
                  socket.close();
                }
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    return server;
  }

  private static String failure(ServerSocket server) throws IOException {
    try (server;
        var http = NodeReader.client()) {
      var address = URI.create("http://127.0.0.1:" + server.getLocalPort());
      var reader = new NodeReader(http, address, "t", SHORT);
      var failure = assertThrows(IOException.class, () -> reader.get("/api/status"));
      http.shutdownNow();
      return failure.getMessage();
    }
  }

  @Test
  void a_node_that_stops_in_the_middle_of_an_answer_is_not_waited_for() throws Exception {
    assertEquals(
        "its answer has not come within 0.3 s",
        failure(node("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", false)));
  }

  @Test
  void a_node_that_says_nothing_is_not_waited_for() throws Exception {
    assertEquals("its answer has not come within 0.3 s", failure(node("", false)));
  }

  @Test
  void a_node_that_is_not_there_is_named_so() throws Exception {
    var gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    gone.close();
    assertEquals("nobody listens there", failure(gone));
  }
}
