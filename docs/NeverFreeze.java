import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Asks a node for all that is long, while LiveProbe asks it whether it lives. Prints for each kind of work
 * how late these answers were. Started by never-freeze.sh with the address of the node, the file of its
 * token, the source of LiveProbe, and what to do.
 */
public class NeverFreeze {
  static final int BLOCK = 8_192;
  static final Duration PATIENCE = Duration.ofMinutes(10);

  static String host;
  static int port;
  static String token;
  static HttpClient client;

  public static void main(String[] args) throws Exception {
    var uri = URI.create(args[0]);
    host = uri.getHost();
    port = uri.getPort();
    token = Files.readString(Path.of(args[1])).strip();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    try (var probe = new Probe(args[2])) {
      switch (args[3]) {
        case "fill" -> fill(Integer.parseInt(args[4]));
        case "verify" -> probe.during("20 × verify, and a member catches up", () -> verifyUntil(args[4]));
        default -> all(probe);
      }
    }
    System.exit(0);
  }

  static void all(Probe probe) throws Exception {
    probe.during("at rest", () -> Thread.sleep(3_000));
    probe.during("5 batches of 8,192 transfers", () -> fill(5));
    var subscribers = subscribers(20);
    probe.during("3 batches of 8,192 refusals, 20 subscribers", () -> refused(3));
    subscribers.forEach(WebSocket::abort);
    int height = height();
    for (var line : List.of("balances", "balances --all", "block " + height, "block " + height + " --all", "chain 100")) {
      probe.during("4 clients, 2 × " + line, () -> clients(4, 2, line, "table"));
    }
    for (var line : List.of("balances", "block " + height, "chain 100")) {
      probe.during("4 clients, 2 × " + line + " -o json", () -> clients(4, 2, line, "json"));
    }
    probe.during("4 clients, 2 × GET /api/accounts", () -> gets(4, 2, "/api/accounts"));
    probe.during("4 clients, 2 × GET /api/blocks", () -> gets(4, 2, "/api/blocks?limit=1000"));
    probe.during("20 × verify", () -> gets(20, 1, "/api/verify"));
    probe.during("1,000 × chain, 8 × 50 GET /api/accounts, not read", () -> unread(webSocket(1_000), http(8)));
  }

  // --- work ---------------------------------------------------------------------------------------

  interface Work {
    void run() throws Exception;
  }

  static void together(int count, Work work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<java.util.concurrent.Future<?>>();
      for (int i = 0; i < count; i++) {
        done.add(
            threads.submit(
                () -> {
                  work.run();
                  return null;
                }));
      }
      for (var one : done) {
        one.get();
      }
    }
  }

  static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  static void gets(int clients, int times, String path) throws Exception {
    together(
        clients,
        () -> {
          for (int i = 0; i < times; i++) {
            var answer = client.send(request(path).build(), BodyHandlers.discarding());
            if (answer.statusCode() != 200) {
              System.out.println("  " + path + " was answered " + answer.statusCode());
            }
          }
        });
  }

  static String post(String from, String to, int count) throws Exception {
    var body = new StringBuilder("{\"transfers\":[");
    for (int i = 0; i < count; i++) {
      body.append(i == 0 ? "" : ",");
      body.append("{\"from\":\"").append(from).append("\",\"to\":\"").append(to).append("\",\"amount\":\"0.01\"}");
    }
    var post = request("/api/transfers").header("Content-Type", "application/json");
    return client.send(post.POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.append("]}").toString())).build(), BodyHandlers.ofString()).body();
  }

  static void fill(int batches) throws Exception {
    for (int i = 0; i < batches; i++) {
      var answer = post("A", "B", BLOCK);
      if (!answer.contains("\"committed\"")) {
        System.out.println("  " + answer.substring(0, Math.min(200, answer.length())));
      }
    }
  }

  static void refused(int batches) throws Exception {
    for (int i = 0; i < batches; i++) {
      post("poor", "B", BLOCK);
    }
  }

  static int height() throws Exception {
    var status = client.send(request("/api/status").build(), BodyHandlers.ofString()).body();
    return Integer.parseInt(status.replaceAll("(?s).*?\"height\":(\\d+).*", "$1"));
  }

  static void verifyUntil(String path) throws Exception {
    var verified = CompletableFuture.runAsync(() -> {
      try {
        gets(20, 1, "/api/verify");
      } catch (Exception e) {
        throw new RuntimeException(e);
      }
    });
    long since = System.nanoTime();
    while (!Files.exists(Path.of(path))) {
      Thread.sleep(20);
    }
    System.out.printf("  the member was up to date after %.1f s, %s the verifications had ended%n",
        (System.nanoTime() - since) / 1e9, verified.isDone() ? "and" : "before");
    verified.get();
  }

  // --- WebSockets -----------------------------------------------------------------------------------

  static final class Listener implements WebSocket.Listener {
    final CompletableFuture<String> end = new CompletableFuture<>();
    final StringBuilder tail = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      tail.append(part);
      if (last) {
        end.complete(tail.substring(Math.max(0, tail.length() - 40)));
        tail.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      end.completeExceptionally(error);
    }
  }

  static WebSocket open(WebSocket.Listener listener) {
    return client
        .newWebSocketBuilder()
        .header("Authorization", "Bearer " + token)
        .buildAsync(URI.create("ws://" + host + ":" + port + "/console"), listener)
        .join();
  }

  static String command(String line, String output) {
    return "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"command\",\"params\":{\"line\":\"" + line + "\",\"output\":\"" + output + "\"}}";
  }

  static void clients(int clients, int times, String line, String output) throws Exception {
    together(
        clients,
        () -> {
          for (int i = 0; i < times; i++) {
            var listener = new Listener();
            var socket = open(listener);
            socket.sendText(command(line, output), true);
            listener.end.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            socket.abort();
          }
        });
  }

  static List<WebSocket> subscribers(int count) {
    var sockets = new ArrayList<WebSocket>();
    for (int i = 0; i < count; i++) {
      var socket = open(new Listener());
      socket.sendText("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"subscribe\"}", true).join();
      sockets.add(socket);
    }
    return sockets;
  }

  // --- who does not read --------------------------------------------------------------------------

  static List<Socket> http(int count) throws IOException {
    var sockets = new ArrayList<Socket>();
    for (int i = 0; i < count; i++) {
      var socket = new Socket(host, port);
      var request = "GET /api/accounts HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nAuthorization: Bearer " + token + "\r\n\r\n";
      socket.getOutputStream().write(request.repeat(50).getBytes(StandardCharsets.US_ASCII));
      sockets.add(socket);
    }
    return sockets;
  }

  static Socket webSocket(int questions) throws Exception {
    var socket = new Socket(host, port);
    socket.getOutputStream().write(("GET /console HTTP/1.1\r\nHost: " + host + ":" + port + "\r\nAuthorization: Bearer " + token
        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII));
    var question = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chain\",\"params\":{}}".getBytes(StandardCharsets.US_ASCII);
    var frame = ByteBuffer.allocate(6 + question.length).put((byte) 0x81).put((byte) (0x80 | question.length)).putInt(0).put(question).array();
    Thread.ofVirtual().start(() -> {
      try {
        for (int i = 0; i < questions; i++) {
          socket.getOutputStream().write(frame);
        }
      } catch (IOException e) {
        System.out.println("  the node has cut the connection: " + e.getMessage());
      }
    });
    return socket;
  }

  /** Reads nothing for 45 s, and then what is there. */
  static void unread(Socket webSocket, List<Socket> http) throws Exception {
    Thread.sleep(20_000);
    System.out.println("  memory of the node meanwhile: " + memory());
    Thread.sleep(25_000);
    for (var socket : List.of(webSocket, http.getFirst())) {
      socket.setSoTimeout(10_000);
      long until = System.nanoTime() + 20_000_000_000L;
      long bytes = 0;
      var tail = new byte[0];
      String end = "its end";
      try (InputStream in = socket.getInputStream()) {
        var piece = new byte[1 << 16];
        // A connection that has not been cut stays open, and the node goes on to ping it.
        for (int n = in.read(piece); n >= 0 && System.nanoTime() < until; n = in.read(piece)) {
          bytes += n;
          tail = Arrays.copyOfRange(piece, Math.max(0, n - 60), n);
        }
      } catch (IOException e) {
        end = e.getMessage();
      }
      System.out.printf(Locale.ROOT, "  read after 45 s: %,d bytes up to %s; last: %s%n", bytes, end,
          new String(tail, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "."));
    }
    for (var socket : http) {
      socket.close();
    }
  }

  static String memory() throws Exception {
    var metrics = client.send(request("/metrics").build(), BodyHandlers.ofString()).body();
    double used = metrics.lines().filter(l -> l.startsWith("jvm_memory_used_bytes{area=\"heap\"")).mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1))).sum();
    return Math.round(used / 1e6) + " MB of heap";
  }

  // --- the probe ------------------------------------------------------------------------------------

  /** The process that asks whether the node lives. */
  static final class Probe implements AutoCloseable {
    final Process process;
    final BufferedReader answers;

    Probe(String source) throws IOException {
      var java = ProcessHandle.current().info().command().orElse("java");
      process =
          new ProcessBuilder(java, "-XX:+UseSerialGC", source, host, Integer.toString(port))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      answers = process.inputReader();
      report();
    }

    /** How late the answers were since the last report. */
    String report() throws IOException {
      process.outputWriter().write("\n");
      process.outputWriter().flush();
      return answers.readLine();
    }

    void during(String what, Work work) throws Exception {
      report();
      long since = System.nanoTime();
      try {
        work.run();
      } catch (Exception e) {
        System.out.println("  " + e);
      }
      double seconds = (System.nanoTime() - since) / 1e9;
      Thread.sleep(30);
      System.out.printf(Locale.ROOT, "%-52s %6.1f s   %s%n", what, seconds, report());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
