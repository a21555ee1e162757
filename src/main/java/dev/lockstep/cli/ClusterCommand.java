package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.door.Machines;
import dev.lockstep.node.NodeException;
import dev.lockstep.node.Ports;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A whole cluster on this machine: a process for each member, watched until the end. */
final class ClusterCommand {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);

  private final CommonOptions options;
  private final Duration session;
  private final Stdio stdio;
  private final List<ChildNode> children = new ArrayList<>();
  private volatile boolean stopping;
  private final NodeProbe probe = new NodeProbe();

  /**
   * @param session how long a browser stays signed in
   */
  ClusterCommand(CommonOptions options, Duration session, Stdio stdio) {
    this.options = options;
    this.session = session;
    this.stdio = stdio;
  }

  /** Runs until Ctrl-C or SIGTERM, or until no node is left. */
  int run() {
    var config = options.config();
    requireFreePorts(config);
    var shutdown = new Shutdown(this::stopAll, stdio);
    shutdown.onSignals();
    try {
      startAll(config);
      awaitLive();
      stdio.out().println("All nodes are up. Ctrl-C stops them.");
      return watch();
    } finally {
      shutdown.close();
    }
  }

  /** Another program that listens on one of them could be taken for the node. */
  private static void requireFreePorts(ClusterConfig config) {
    try {
      config.members().forEach(m -> Ports.requireFree(m, Machines.of(config.members(), m.name())));
    } catch (NodeException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    }
  }

  private void startAll(ClusterConfig config) {
    stdio.out().println("Starting " + String.join(", ", config.memberNames()) + " …");
    for (var member : config.members()) {
      synchronized (children) {
        children.add(
            ChildNode.start(
                options.remoteNode(member),
                options.clusterFile(),
                options.dataDir(),
                session,
                stdio.err()::println));
      }
    }
  }

  /**
   * Prints the address of each node as soon as that node and those before it are ready. A node that
   * fails ends the wait.
   */
  private void awaitLive() {
    Set<ChildNode> missing = new LinkedHashSet<>(children);
    int shown = 0;
    long begun = System.nanoTime();
    while (!missing.isEmpty()) {
      for (var child : List.copyOf(missing)) {
        // Its exit is checked first: another process may answer on its port.
        if (!child.process().isAlive() && !stopping) {
          int code = child.process().exitValue();
          progress("");
          throw new CliException(
              code == ExitCode.OK ? ExitCode.FAILURE : code,
              "Node %s has ended while starting: %s (more in %s)"
                  .formatted(child.name(), child.lastWords(), child.output()));
        }
        if (probe.isLive(child.node())) {
          missing.remove(child);
        }
      }
      for (; shown < children.size() && !missing.contains(children.get(shown)); shown++) {
        var child = children.get(shown);
        progress("");
        stdio.out().println(child.name() + "  " + child.node().signInLink(false));
      }
      if (!missing.isEmpty()) {
        var names = String.join(", ", missing.stream().map(ChildNode::name).toList());
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun);
        progress("waiting for " + names + " … " + seconds + " s");
        pause();
      }
    }
    progress("");
  }

  /** Continues with the nodes that are left. */
  private int watch() {
    Set<ChildNode> running = new LinkedHashSet<>(children);
    int lastCode = ExitCode.OK;
    while (!running.isEmpty()) {
      for (var child : List.copyOf(running)) {
        // Ctrl-C reaches the nodes too; their ends are not reported.
        if (!child.process().isAlive() && !stopping) {
          running.remove(child);
          lastCode = child.process().exitValue();
          stdio
              .err()
              .println(
                  "%s has ended with code %d; start it again with %s (what it said is in %s)."
                      .formatted(
                          child.name(), lastCode, child.node().startCommand(), child.output()));
        }
      }
      pause();
    }
    stdio.err().println("No node is left.");
    return lastCode == ExitCode.OK ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void stopAll() {
    stopping = true;
    List<ChildNode> all;
    synchronized (children) {
      all = List.copyOf(children);
    }
    all.forEach(ChildNode::terminate);
    long deadline = System.nanoTime() + STOP_PATIENCE.toNanos();
    all.forEach(child -> child.await(deadline));
  }

  /** One line that is overwritten in place, on a terminal only. */
  private void progress(String text) {
    if (stdio.showsProgress()) {
      stdio.err().print("\r\u001B[K" + text);
      stdio.err().flush();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
