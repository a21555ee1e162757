package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A cluster of operating-system processes, each started by {@code run.sh} as a user would. */
public final class RealCluster implements AutoCloseable {
  static final Path ROOT = Path.of("").toAbsolutePath();
  private static final String JAVA_OPTS = "LOCKSTEP_JAVA_OPTS";

  /** What starts often gains nothing from a second compiler, and starts in half the time. */
  private static final String JAVA_OPTIONS = "-Xmx256m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static {
    // A busy machine is slow; a limit only ends what would never come.
    Awaitility.setDefaultTimeout(PATIENCE);
  }

  private static final Book LAMPORT = new Book("lamport", new BigDecimal("1000.00"));

  final Path directory;
  final Path config;
  final Path data;
  public final List<String> names;

  /** What each member's account begins with. */
  final BigDecimal balance;

  private final Map<String, Ports> ports = new LinkedHashMap<>();
  private final Optional<Lines> lines;
  private final Map<String, Process> processes = new LinkedHashMap<>();

  /** Of genesis: by which protocol, and what each account begins with. */
  private record Book(String protocol, BigDecimal balance) {}

  /** Where a node listens. */
  private record Ports(int http, int bus, int hazelcast) {}

  public RealCluster(Path directory, String settings, String... names) throws IOException {
    this(directory, LAMPORT, settings, Optional.empty(), List.of(names));
  }

  /** A cluster in Paxos mode. */
  static RealCluster ofPaxos(Path directory, String balance, String settings, String... names)
      throws IOException {
    var book = new Book("paxos", new BigDecimal(balance));
    return new RealCluster(directory, book, settings, Optional.empty(), List.of(names));
  }

  /** A cluster whose nodes reach each other through lines that can be cut. */
  RealCluster(Path directory, String settings, Lines lines) throws IOException {
    this(directory, LAMPORT, settings, Optional.of(lines), lines.names());
    for (var name : names) {
      lines.lay(name, ports.get(name).bus, ports.get(name).hazelcast);
    }
  }

  private RealCluster(
      Path directory, Book book, String settings, Optional<Lines> lines, List<String> names)
      throws IOException {
    this.directory = directory;
    this.config = directory.resolve("cluster.yaml");
    this.data = directory.resolve("data");
    this.names = names;
    this.balance = book.balance;
    this.lines = lines;
    Files.createDirectories(data);
    Files.writeString(config, yaml(book.protocol, settings));
    // Nodes are started here, and must not show what somebody else has left.
    Files.createDirectories(directory.resolve("webroot"));
    Files.writeString(directory.resolve("webroot/index.html"), "planted");
    Files.writeString(directory.resolve("openapi.yaml"), "planted");
  }

  private String yaml(String protocol, String settings) throws IOException {
    var free = FreePorts.take(3 * names.size()).iterator();
    var yaml = new StringBuilder("ledger: it\nprotocol: " + protocol + "\nmembers:\n");
    for (var name : names) {
      var own = new Ports(free.next(), free.next(), free.next());
      ports.put(name, own);
      yaml.append(
          "  - { name: %s, host: %s, http: %d, bus: %d, hazelcast: %d }\n"
              .formatted(name, host(name), own.http, own.bus, own.hazelcast));
    }
    yaml.append("accounts:\n");
    names.forEach(
        n ->
            yaml.append("  - { name: %s, owner: %s, balance: \"%s\" }\n".formatted(n, n, balance)));
    return yaml.append(settings).toString();
  }

  private String host(String name) {
    return lines.isPresent() ? Lines.host(name) : "127.0.0.1";
  }

  /** Starts a node as a daemon: no terminal, no commands. */
  public RealCluster start(String name, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(name));
    command.addAll(Arrays.asList(options));
    return start(name, builder(command));
  }

  /** Starts a node that cannot make a file larger than that: its disk is soon full. */
  RealCluster startWithSmallFiles(String name, int kibibytes) throws IOException {
    var builder = builder(List.of(name));
    // A shell counts in halves of them.
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "ulimit -f " + 2 * kibibytes + " && exec \"$@\"", "sh"));
    command.addAll(builder.command());
    return start(name, builder.command(command));
  }

  /** Runs a line that a message told the user to run. */
  RealCluster startByCommand(String name, String line) throws IOException {
    var builder = builder(List.of());
    return start(name, builder.command("bash", "-c", "exec " + line));
  }

  private RealCluster start(String name, ProcessBuilder builder) throws IOException {
    if (lines.isPresent()) {
      builder.environment().merge(JAVA_OPTS, lines.get().javaOptions(name), (a, b) -> a + " " + b);
    }
    var process =
        builder
            .redirectInput(new File("/dev/null"))
            .redirectOutput(directory.resolve(name + ".out").toFile())
            .redirectError(directory.resolve(name + ".err").toFile())
            .start();
    processes.put(name, process);
    return this;
  }

  public RealCluster startAll() throws IOException {
    for (var name : names) {
      start(name);
    }
    names.forEach(this::awaitReady);
    return this;
  }

  private ProcessBuilder builder(List<String> arguments) {
    return builder(data, arguments);
  }

  private ProcessBuilder builder(Path dataDirectory, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("run.sh").toString());
    command.addAll(List.of("--cluster", config.toString(), "--data", dataDirectory.toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    setEnvironment(builder);
    return builder;
  }

  /** What run.sh finds in its environment: the options of the tests, and no others. */
  static void setEnvironment(ProcessBuilder builder) {
    builder.environment().keySet().removeIf(key -> key.startsWith("LOCKSTEP_"));
    builder.environment().put(JAVA_OPTS, JAVA_OPTIONS);
  }

  /** What a command left behind. */
  public record Ended(int code, String out, String err) {}

  /** Runs a command of run.sh to its end, with these lines as its input. */
  public Ended run(String input, String... arguments) throws IOException, InterruptedException {
    return run(data, input, arguments);
  }

  Ended run(Path dataDirectory, String input, String... arguments)
      throws IOException, InterruptedException {
    return begin(dataDirectory, input, arguments).end();
  }

  /** A command of run.sh that is under way. */
  record Running(Process process, String command, Path out, Path err) {
    /** Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
      signal("INT", process);
    }

    Ended end() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError(command + " did not end");
      }
      return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
  }

  /** Begins a command of run.sh. */
  Running begin(String... arguments) throws IOException {
    return begin(data, "", arguments);
  }

  /** The same for a command to which lines are said while it runs. */
  Running converse(String... arguments) throws IOException {
    var out = Files.createTempFile(directory, "out", ".txt");
    var err = Files.createTempFile(directory, "err", ".txt");
    var process =
        builder(data, List.of(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Running(process, String.join(" ", arguments), out, err);
  }

  private Running begin(Path dataDirectory, String input, String... arguments) throws IOException {
    var out = Files.createTempFile(directory, "out", ".txt");
    var err = Files.createTempFile(directory, "err", ".txt");
    var in = Files.writeString(Files.createTempFile(directory, "in", ".txt"), input);
    var process =
        builder(dataDirectory, List.of(arguments))
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Running(process, String.join(" ", arguments), out, err);
  }

  public RealCluster awaitReady(String name) {
    try {
      await(name + " ready")
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> isAlive(name) && client(name).status("/health/ready") == 200);
    } catch (ConditionTimeoutException late) {
      throw new AssertionError(late.getMessage() + " " + name + " says: " + errors(name), late);
    }
    return this;
  }

  /** A node that is ready has a checkpoint a moment later. */
  public RealCluster awaitCheckpoint(String name) {
    await(name + " has a checkpoint")
        .atMost(PATIENCE)
        .until(() -> client(name).status("/api/checkpoint") == 200);
    return this;
  }

  private boolean isAlive(String name) throws IOException {
    // One that a supervisor has started is watched by it.
    if (processes.containsKey(name) && !processes.get(name).isAlive()) {
      throw new AssertionError(name + " ended: " + errors(name));
    }
    return Files.exists(data.resolve(name).resolve("token"));
  }

  /** What a node has written to its standard error. */
  String errors(String name) {
    try {
      return Files.readString(directory.resolve(name + ".err"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a node prints when it starts: it signs a browser in. */
  public String link(String name) {
    return client(name).url() + "/?token=" + client(name).token();
  }

  NodeClient client(String name) {
    try {
      var token = Files.readString(data.resolve(name).resolve("token"), StandardCharsets.UTF_8);
      return new NodeClient(
          "http://127.0.0.1:" + httpPort(name), token.strip(), host(name) + ":" + httpPort(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int httpPort(String name) {
    return ports.get(name).http;
  }

  int busPort(String name) {
    return ports.get(name).bus;
  }

  int hazelcastPort(String name) {
    return ports.get(name).hazelcast;
  }

  /** kill -9. */
  public RealCluster kill(String name) throws InterruptedException {
    return kill(List.of(name));
  }

  /** kill -9 of several at once. */
  RealCluster kill(List<String> victims) throws InterruptedException {
    victims.forEach(name -> processes.get(name).destroyForcibly());
    for (var name : victims) {
      processes.get(name).waitFor();
    }
    return this;
  }

  /** Deletes all that a dead node has on its disk. */
  RealCluster loseDisk(String name) throws IOException {
    try (var files = Files.walk(data.resolve(name))) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    return this;
  }

  /** SIGSTOP: the process stands still, and does not know it. */
  void freeze(String name) throws IOException, InterruptedException {
    signal("STOP", processes.get(name));
  }

  /** SIGCONT. */
  void thaw(String name) throws IOException, InterruptedException {
    signal("CONT", processes.get(name));
  }

  private static void signal(String signal, Process process)
      throws IOException, InterruptedException {
    var pid = String.valueOf(process.pid());
    assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).inheritIO().start().waitFor());
  }

  /** SIGTERM, and what came of it. */
  int stop(String name) throws InterruptedException {
    var process = processes.get(name);
    process.destroy();
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(name + " did not end on SIGTERM");
    }
    return process.exitValue();
  }

  /** Ends all nodes in good order, and has the files of each checked. */
  void stopAllAndVerify() throws IOException, InterruptedException {
    stopAllAndVerify(names);
  }

  /** Ends all nodes in good order, and has the files of some checked. */
  void stopAllAndVerify(List<String> checked) throws IOException, InterruptedException {
    for (var name : names) {
      processes.get(name).destroy();
    }
    for (var name : names) {
      assertEquals(0, stop(name), name + " on SIGTERM");
    }
    List<Running> checks = new ArrayList<>();
    for (var name : checked) {
      checks.add(begin("verify", name));
    }
    for (var check : checks) {
      var verified = check.end();
      assertEquals(0, verified.code(), verified::toString);
    }
  }

  int awaitEnd(String name) throws InterruptedException {
    if (!processes.get(name).waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " did not end");
    }
    return processes.get(name).exitValue();
  }

  /** All blocks of a node, genesis first. */
  List<JsonNode> chain(String name) {
    List<JsonNode> blocks = new ArrayList<>();
    while (true) {
      var page =
          client(name).get("/api/blocks?from=" + blocks.size() + "&limit=100").body().get("blocks");
      if (page.isEmpty()) {
        return blocks;
      }
      page.forEach(blocks::add);
    }
  }

  JsonNode status(String name) {
    return client(name).get("/api/status").body();
  }

  /** Waits until a node is in this state, which a node that takes no transfers tells too. */
  void awaitState(String name, String state) {
    await(name + " is " + state)
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(UncheckedIOException.class)
        // A node that starts answers a problem at first, which has no state.
        .until(() -> isAlive(name) && state.equals(status(name).path("state").textValue()));
  }

  /** Waits until a node says that it waits for these members, and for no others. */
  public void awaitWaiting(String name, String... missing) {
    await(name + " waits for " + List.of(missing))
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              List<String> named = new ArrayList<>();
              status(name).get("waiting_for").forEach(member -> named.add(member.textValue()));
              return named.equals(List.of(missing));
            });
  }

  /** Waits until a node has not heard another one for so long. */
  void awaitSilence(String name, String peer, Duration length) {
    await(name + " has not heard " + peer + " for " + length)
        .atMost(PATIENCE)
        .until(
            () -> {
              for (var each : status(name).get("peers")) {
                if (each.get("member").textValue().equals(peer)) {
                  return each.get("last_heard_ms").longValue() >= length.toMillis();
                }
              }
              throw new AssertionError(name + " knows no " + peer);
            });
  }

  /** Waits until all nodes have the same head, on their disks and so on show. */
  public void awaitEqualHeads() {
    await("equal heads")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              var all = names.stream().map(this::status).toList();
              return all.stream().allMatch(s -> s.get("durable").equals(s.get("height")))
                  && all.stream().map(s -> s.get("hash")).distinct().count() == 1;
            });
  }

  @Override
  public void close() {
    processes.values().forEach(process -> process.destroyForcibly().onExit().join());
  }
}
