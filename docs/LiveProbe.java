import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Asks a node every 10 ms whether it lives. A line on standard input ends a period, and the answer is how
 * late the answers of that period were. A process of its own, so that its garbage collector has nothing
 * to do: what keeps the client of the benchmark busy is not taken for silence of the node. Started by
 * NeverFreeze with host and port.
 */
public class LiveProbe {
  static final ConcurrentLinkedQueue<Long> micros = new ConcurrentLinkedQueue<>();

  public static void main(String[] args) {
    Thread.ofPlatform().daemon().start(() -> ask(args[0], Integer.parseInt(args[1])));
    while (IO.readln() != null) {
      var sorted = micros.stream().mapToLong(Long::longValue).sorted().toArray();
      micros.clear();
      IO.println(
          sorted.length == 0
              ? "no answer"
              : String.format(Locale.ROOT, "p50 %6.1f  p99 %8.1f  max %8.1f ms", at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1)));
    }
  }

  /** An answer counts from when it was due to be asked for. */
  static void ask(String host, int port) {
    var request = ("GET /health/live HTTP/1.1\r\nHost: " + host + ":" + port + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    while (true) {
      try (var socket = new Socket(host, port)) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(600_000);
        var in = socket.getInputStream();
        var answer = new byte[4_096];
        long due = System.nanoTime();
        while (true) {
          socket.getOutputStream().write(request);
          if (in.read(answer) < 0) {
            break;
          }
          long now = System.nanoTime();
          // Those that were due while this one was waited for have waited too.
          for (; due <= now; due += 10_000_000) {
            micros.add((now - due) / 1_000);
          }
          Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
        }
      } catch (IOException | InterruptedException e) {
        System.err.println("  health: " + e.getMessage());
      }
    }
  }

  static double at(long[] sorted, double share) {
    return sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * share))] / 1e3;
  }
}
