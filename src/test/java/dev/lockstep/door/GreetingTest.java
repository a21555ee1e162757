package dev.lockstep.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.keys.Keys;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The greeting of Hazelcast's connections")
class GreetingTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private ServerSocket port;
  private Socket near;
  private Socket far;

  @BeforeEach
  void connect() throws IOException {
    port = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    near = new Socket(port.getInetAddress(), port.getLocalPort());
    far = port.accept();
  }

  @AfterEach
  void close() throws IOException {
    near.close();
    far.close();
    port.close();
  }

  private Greeting greeting(String self, String key) {
    return new Greeting(self, Keys.of(key), Keys.ring("A", "B"), new Refusals(meters));
  }

  private Greeting greeting(String self) {
    return greeting(self, self);
  }

  private double refused() {
    return meters.counter("lockstep.refused.connections").count();
  }

  /** What an end throws is its result. */
  private static FutureTask<Void> begin(Callable<Void> end) {
    var task = new FutureTask<>(end);
    Thread.ofVirtual().start(task);
    return task;
  }

  private FutureTask<Void> accepting(Greeting greeting) {
    return begin(
        () -> {
          try {
            greeting.accept(far);
          } catch (IOException e) {
            // As Hazelcast does.
            far.close();
            throw e;
          }
          return null;
        });
  }

  private static void assertRefuses(FutureTask<Void> end, String reason) {
    var failure = assertThrows(ExecutionException.class, end::get).getCause();
    assertTrue(failure.getMessage().contains(reason), failure.toString());
  }

  @Test
  void lets_two_members_speak() throws Exception {
    var accepting = accepting(greeting("A"));
    greeting("B").connect(near, "A");
    accepting.get();
    near.getOutputStream().write(42);
    assertEquals(42, far.getInputStream().read());
    assertEquals(0, near.getInputStream().available());
    assertEquals(0, near.getSoTimeout());
    assertEquals(0, far.getSoTimeout());
    assertEquals(0, refused());
  }

  @Test
  void refuses_a_stranger_whose_key_is_no_members() throws Exception {
    var accepting = accepting(greeting("A"));
    assertThrows(IOException.class, () -> greeting("B", "X").connect(near, "A"));
    assertRefuses(accepting, "its key is no other member's");
    assertEquals(1, refused());
  }

  @Test
  void refuses_whoever_shows_the_public_key_of_a_member_and_has_not_its_private_one()
      throws Exception {
    var accepting = accepting(greeting("A"));
    near.getInputStream().readNBytes(64);
    near.getOutputStream().write(Keys.of("B").publicKey().raw());
    near.getOutputStream().write(new byte[64]);
    assertRefuses(accepting, "it has not proved its key");
    assertEquals(1, refused());
  }

  /** What B has said to A once, said again by somebody who has overheard it. */
  @Test
  void refuses_what_was_said_in_another_connection() throws Exception {
    var accepting = accepting(greeting("A"));
    byte[] said;
    FutureTask<Void> connecting;
    try (var tap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var b = new Socket(tap.getInetAddress(), tap.getLocalPort());
        var heard = tap.accept()) {
      // A's part of this connection reaches B, and B's answer is kept back.
      heard.getOutputStream().write(near.getInputStream().readNBytes(64));
      connecting =
          begin(
              () -> {
                greeting("B").connect(b, "A");
                return null;
              });
      said = heard.getInputStream().readNBytes(96);
      near.getOutputStream().write(said);
      accepting.get();
    }
    assertThrows(ExecutionException.class, connecting::get);
    close();
    connect();
    var again = accepting(greeting("A"));
    near.getInputStream().readNBytes(64);
    near.getOutputStream().write(said);
    assertRefuses(again, "it has not proved its key");
  }

  @Test
  void refuses_its_own_words() throws Exception {
    var accepting = accepting(greeting("A"));
    assertThrows(IOException.class, () -> greeting("A").connect(near, "A"));
    near.close();
    assertThrows(ExecutionException.class, accepting::get);
  }

  @Test
  void refuses_a_member_where_another_one_should_listen() throws Exception {
    var accepting = accepting(greeting("A"));
    var refused = assertThrows(IOException.class, () -> greeting("B").connect(near, "C"));
    assertEquals("it is not C", refused.getMessage());
    near.close();
    assertThrows(ExecutionException.class, accepting::get);
  }

  @Test
  void refuses_whoever_listens_in_the_place_of_a_member() throws Exception {
    var connecting =
        begin(
            () -> {
              greeting("B").connect(near, "A");
              return null;
            });
    far.getOutputStream().write(Keys.of("A").publicKey().raw());
    far.getOutputStream().write(new byte[32]);
    far.getInputStream().readNBytes(96);
    far.getOutputStream().write(new byte[32]);
    assertRefuses(connecting, "it has not proved its key");
  }

  /** Three packet headers of Hazelcast that announce two gigabytes each, and nothing more. */
  @Test
  void ends_with_whoever_says_too_little() throws Exception {
    var accepting = accepting(greeting("A"));
    long begun = System.nanoTime();
    for (int i = 0; i < 42; i++) {
      near.getOutputStream().write(i);
    }
    assertRefuses(accepting, "too little in 3000 ms");
    assertTrue(System.nanoTime() - begun < 30_000_000_000L);
    assertEquals(1, refused());
  }
}
