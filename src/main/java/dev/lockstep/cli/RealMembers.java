package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The member processes of a lab, and what is done to them and to what they send. Each deed is an
 * event of the members that run. Safe for use by any thread; deeds happen one after the other, but
 * nothing waits while a process starts.
 */
final class RealMembers {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);
  private static final Duration START_PATIENCE = Duration.ofSeconds(120);
  private static final Duration SESSION = Duration.ofHours(12);
  private static final Pattern PROCESS = Pattern.compile("(freeze|thaw|kill|restart) (\\S+)");

  private final CommonOptions options;
  private final Stdio stdio;
  private final ClusterConfig config;
  private final Supervisor supervisor = new Supervisor();
  private final NodeProbe probe = new NodeProbe();
  private final Set<String> frozen = ConcurrentHashMap.newKeySet();
  private final Set<String> starting = ConcurrentHashMap.newKeySet();

  /** What each node has told of its switches last. */
  private final Map<String, JsonObject> wires = new ConcurrentHashMap<>();

  private final Function<String, JsonObject> page;

  /**
   * @param page does what somebody at a page wants, and makes the answer
   */
  RealMembers(CommonOptions options, Stdio stdio, Function<String, JsonObject> page) {
    this.options = options;
    this.stdio = stdio;
    this.config = options.config();
    this.page = page;
  }

  /**
   * Starts all, and waits until they answer.
   *
   * @throws CliException when one does not
   */
  void startAll() {
    config.memberNames().forEach(this::start);
    supervisor.await(supervisor.children(), probe::isLive, START_PATIENCE, (_, _) -> {});
  }

  void stopAll() {
    // One that is frozen would not hear that it has to end.
    supervisor.children().stream()
        .filter(node -> node.process().isAlive() && frozen.contains(node.name()))
        .forEach(node -> node.signal("CONT"));
    supervisor.stop(STOP_PATIENCE);
  }

  private void start(String name) {
    var member = config.member(name).orElseThrow();
    frozen.remove(name);
    wires.remove(name);
    supervisor.start(
        () -> {
          var node =
              ChildNode.inLab(
                  options.remoteNode(member),
                  options.clusterFile(),
                  options.dataDir(),
                  SESSION,
                  stdio.err()::println);
          Thread.ofVirtual().name("lab-" + name).start(() -> listen(node));
          return node;
        });
  }

  // --- what the nodes say -----------------------------------------------------------------------

  private void listen(ChildNode node) {
    try (var lines = node.said()) {
      lines.forEach(line -> hear(node, line));
    } catch (UncheckedIOException ended) {
      // With its process; whoever looks at the state sees that.
    }
  }

  private void hear(ChildNode node, String line) {
    JsonObject said;
    try {
      said = new JsonObject(line);
    } catch (DecodeException e) {
      stdio.err().println(node.name() + " says: " + line);
      return;
    }
    if (said.containsKey("wire")) {
      wires.put(node.name(), said.getJsonObject("wire"));
    } else {
      // Not here: a restart takes seconds, and the node has more to say meanwhile.
      Thread.ofVirtual()
          .name("lab-deed")
          .start(
              () ->
                  node.tell(
                      page.apply(said.getString("line"))
                          .put("answer", said.getLong("ask"))
                          .encode()));
    }
  }

  // --- what a person says -----------------------------------------------------------------------

  /**
   * Does what a line says.
   *
   * @return what has been done, in sentences
   * @throws CliException when it is not understood, or cannot be done
   */
  List<String> perform(String line) {
    if (line.equals("heal all")) {
      return healAll();
    }
    var process = PROCESS.matcher(line);
    if (process.matches()) {
      var node = node(process.group(2));
      return List.of(
          process.group(1).equals("restart")
              ? restart(node)
              : ofProcess(process.group(1), requireUp(node)));
    }
    return ofWires(
        WireOrder.read(line, config.memberNames())
            .orElseThrow(() -> usage("\"" + line + "\" is no command; help lists them.")));
  }

  private synchronized List<String> healAll() {
    running().forEach(node -> node.tell("heal all"));
    return List.of("All links are whole, and nothing is held.");
  }

  private List<ChildNode> running() {
    return supervisor.children().stream().filter(node -> node.process().isAlive()).toList();
  }

  private static ChildNode requireUp(ChildNode node) {
    if (!node.process().isAlive()) {
      throw failure(node.name() + " has ended; restart it.");
    }
    return node;
  }

  private synchronized String ofProcess(String verb, ChildNode node) {
    var name = node.name();
    return switch (verb) {
      case "freeze" -> {
        node.signal("STOP");
        frozen.add(name);
        yield told(name + " is frozen (SIGSTOP)");
      }
      case "thaw" -> {
        node.signal("CONT");
        frozen.remove(name);
        yield told(name + " goes on (SIGCONT)");
      }
      default -> {
        node.process().destroyForcibly();
        node.await(System.nanoTime() + STOP_PATIENCE.toNanos());
        frozen.remove(name);
        wires.remove(name);
        yield told(name + " was killed (kill -9)");
      }
    };
  }

  private String restart(ChildNode ended) {
    var name = ended.name();
    synchronized (this) {
      if (node(name).process().isAlive() || !starting.add(name)) {
        throw failure(name + " runs; kill it first.");
      }
    }
    try {
      start(name);
      supervisor.await(List.of(node(name)), probe::isLive, START_PATIENCE, (_, _) -> {});
    } finally {
      starting.remove(name);
    }
    return told(name + " was started again");
  }

  /** It is an event of everybody who runs; who stands still would have it at a wrong time. */
  private synchronized String told(String what) {
    running().stream()
        .filter(node -> !frozen.contains(node.name()))
        .forEach(node -> node.tell(what));
    return what + ".";
  }

  private synchronized List<String> ofWires(WireOrder order) {
    List<String> done = new ArrayList<>();
    for (var wire : order.wires()) {
      var from = node(wire.from());
      if (from.process().isAlive()) {
        from.tell(order.words() + " " + wire.to());
        done.add(order.words() + " " + wire);
      } else if (order.wires().size() == 1) {
        throw failure(wire.from() + " has ended, and sends nothing; restart it first.");
      }
    }
    return done;
  }

  private ChildNode node(String name) {
    return supervisor
        .child(name)
        .orElseThrow(
            () ->
                usage(
                    "\""
                        + name
                        + "\" is no member; there are "
                        + String.join(", ", config.memberNames())
                        + "."));
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }

  private static CliException failure(String sentence) {
    return new CliException(ExitCode.FAILURE, sentence);
  }

  // --- how it is --------------------------------------------------------------------------------

  /** A line for each member, with the link to its page. */
  List<String> state() {
    return supervisor.children().stream()
        .map(
            node ->
                node.name()
                    + (node.process().isAlive()
                        ? "  process "
                            + node.process().pid()
                            + (frozen.contains(node.name()) ? "  frozen" : "")
                            + "  "
                            + node.node().signInLink(false)
                        : "  has ended"))
        .toList();
  }

  /** The same for a page: no link signs anybody in. */
  JsonArray stateForPage() {
    var all = new JsonArray();
    for (var node : supervisor.children()) {
      var name = node.name();
      all.add(
          new JsonObject()
              .put("member", name)
              .put("process", process(node))
              .put("url", node.node().uri("http", "/").toString())
              .put("wire", wires.getOrDefault(name, new JsonObject())));
    }
    return all;
  }

  private String process(ChildNode node) {
    if (starting.contains(node.name())) {
      return "starting";
    }
    if (!node.process().isAlive()) {
      return "down";
    }
    return frozen.contains(node.name()) ? "frozen" : "up";
  }
}
