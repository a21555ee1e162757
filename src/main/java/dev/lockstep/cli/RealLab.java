package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Supervises real member processes on this machine, and does to them, and to what they send, what a
 * person says. Each deed is an event of the members that run.
 */
final class RealLab {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);
  private static final Duration START_PATIENCE = Duration.ofSeconds(120);
  private static final long POLL_MILLIS = 100;
  private static final Duration SESSION = Duration.ofHours(12);

  private static final Pattern PROCESS = Pattern.compile("(freeze|thaw|kill|restart) (\\S+)");
  private static final Pattern WIRE =
      Pattern.compile(
          "(cut|heal|hold|free|deliver|drop|double|delay)( [0-9]{1,5})?( [a-z]+)? (\\S+?)(→|->|↔|<->)(\\S+)");

  private static final List<String> HELP =
      List.of(
          "freeze A, thaw A            SIGSTOP and SIGCONT",
          "kill A, restart A           kill -9, and a new process on the same disk",
          "cut A→B, cut A↔B            A sends nothing to B any more, or neither to the other",
          "heal A→B, heal all          links that were cut or delayed",
          "hold ack A→B, hold A→B      messages of this type, or all, wait at their sender",
          "deliver ack A→B             the oldest that is held; also drop, double",
          "free A→B                    nothing is held any more, and what was arrives",
          "delay 200 A→B               milliseconds, for what is sent from now on",
          "state                       which processes run, and the links to their pages",
          "exit                        stops all");

  private final CommonOptions options;
  private final Stdio stdio;
  private final ClusterConfig config;
  private final Map<String, ChildNode> nodes = new LinkedHashMap<>();
  private final NodeProbe probe = new NodeProbe();

  RealLab(CommonOptions options, Stdio stdio) {
    this.options = options;
    this.stdio = stdio;
    this.config = options.config();
  }

  /** Runs until its input ends, or until Ctrl-C. */
  int run() {
    if (!config.isLab()) {
      throw new CliException(
          ExitCode.USAGE,
          options.clusterFile()
              + " has no line \"lab: true\"; only a cluster that says so may be cut, frozen and"
              + " killed. Use a copy of the file, and a data directory of its own.");
    }
    var shutdown = new Shutdown(this::stopAll, stdio);
    shutdown.onSignals();
    try {
      stdio.out().println("LAB: real processes; what you do to them is real.");
      config.memberNames().forEach(this::start);
      config.memberNames().forEach(this::awaitLive);
      state().forEach(stdio.out()::println);
      stdio.out().println("help lists what can be done; exit stops all.");
      stdio.out().flush();
      return obey();
    } finally {
      shutdown.close();
    }
  }

  private void start(String name) {
    var member = config.member(name).orElseThrow();
    nodes.put(
        name,
        ChildNode.inLab(
            options.remoteNode(member),
            options.clusterFile(),
            options.dataDir(),
            SESSION,
            stdio.err()::println));
  }

  private void awaitLive(String name) {
    var node = nodes.get(name);
    long end = System.nanoTime() + START_PATIENCE.toNanos();
    while (!probe.isLive(node.node())) {
      if (!node.process().isAlive() || System.nanoTime() > end) {
        throw new CliException(
            ExitCode.FAILURE, "Node " + name + " does not start: " + node.lastWords());
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "The lab was interrupted.", e);
    }
  }

  private int obey() {
    try (var lines = stdio.lines()) {
      prompt();
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof TextLines.Line.Text(var number, var text)) {
          if (text.strip().matches("exit|quit")) {
            return ExitCode.OK;
          }
          try {
            perform(text.strip()).forEach(stdio.out()::println);
          } catch (CliException mistake) {
            if (!stdio.isInteractive()) {
              stdio.err().println("line " + number + ": " + mistake.getMessage());
              return mistake.exitCode();
            }
            stdio.out().println(mistake.getMessage());
          }
        }
        prompt();
      }
      return ExitCode.OK;
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, "Standard input cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private void prompt() {
    if (stdio.isInteractive()) {
      stdio.out().print("lab> ");
    }
    stdio.out().flush();
  }

  // --- what a person says -----------------------------------------------------------------------

  private List<String> perform(String line) {
    if (line.isEmpty() || line.startsWith("#")) {
      return List.of();
    }
    if (line.equals("help")) {
      return HELP;
    }
    if (line.equals("state")) {
      return state();
    }
    if (line.equals("heal all")) {
      return healAll();
    }
    var process = PROCESS.matcher(line);
    if (process.matches()) {
      return List.of(ofProcess(process.group(1), process.group(2)));
    }
    var wire = WIRE.matcher(line);
    if (wire.matches()) {
      return ofWire(wire);
    }
    throw usage("\"" + line + "\" is no command; help lists them.");
  }

  private List<String> state() {
    return nodes.values().stream()
        .map(
            node ->
                node.name()
                    + (node.process().isAlive()
                        ? "  process " + node.process().pid() + "  " + node.node().signInLink(false)
                        : "  has ended"))
        .toList();
  }

  private String ofProcess(String verb, String name) {
    var node = node(name);
    boolean isUp = node.process().isAlive();
    if (verb.equals("restart") == isUp) {
      throw new CliException(
          ExitCode.FAILURE, name + (isUp ? " runs; kill it first." : " has ended; restart it."));
    }
    return switch (verb) {
      case "freeze" -> {
        node.signal("STOP");
        yield told(name + " is frozen (SIGSTOP)");
      }
      case "thaw" -> {
        node.signal("CONT");
        yield told(name + " goes on (SIGCONT)");
      }
      case "kill" -> {
        node.process().destroyForcibly();
        node.await(System.nanoTime() + STOP_PATIENCE.toNanos());
        yield told(name + " was killed (kill -9)");
      }
      default -> {
        start(name);
        awaitLive(name);
        yield told(name + " was started again");
      }
    };
  }

  /** It is an event of everybody who runs. */
  private String told(String what) {
    nodes.values().stream()
        .filter(node -> node.process().isAlive())
        .forEach(node -> node.tell(what));
    return what + ".";
  }

  private List<String> ofWire(Matcher line) {
    var from = node(line.group(4));
    var to = node(line.group(6));
    if (from == to) {
      throw usage(from.name() + " has no link to itself.");
    }
    boolean isBoth = line.group(5).equals("↔") || line.group(5).equals("<->");
    List<String> done = new ArrayList<>();
    done.add(tell(line, from, to));
    if (isBoth) {
      done.add(tell(line, to, from));
    }
    return done;
  }

  private String tell(Matcher line, ChildNode from, ChildNode to) {
    if (!from.process().isAlive()) {
      throw new CliException(
          ExitCode.FAILURE, from.name() + " has ended, and sends nothing; restart it first.");
    }
    var words =
        line.group(1)
            + (line.group(2) == null ? "" : line.group(2))
            + (line.group(3) == null ? "" : line.group(3));
    from.tell(words + " " + to.name());
    return words + " " + from.name() + "→" + to.name();
  }

  private List<String> healAll() {
    for (var from : nodes.values()) {
      for (var to : nodes.keySet()) {
        if (!from.name().equals(to) && from.process().isAlive()) {
          from.tell("heal " + to);
          from.tell("free " + to);
        }
      }
    }
    return List.of("All links are whole, and nothing is held.");
  }

  private ChildNode node(String name) {
    var node = nodes.get(name);
    if (node == null) {
      throw usage(
          "\"" + name + "\" is no member; there are " + String.join(", ", nodes.keySet()) + ".");
    }
    return node;
  }

  private void stopAll() {
    // One that is frozen would not hear that it has to end.
    nodes.values().stream()
        .filter(node -> node.process().isAlive())
        .forEach(
            node -> {
              node.signal("CONT");
              node.terminate();
            });
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    nodes.values().forEach(node -> node.await(deadline));
  }

  private static CliException usage(String sentence) {
    return new CliException(ExitCode.USAGE, sentence);
  }
}
