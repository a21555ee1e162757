package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.door.Machines;
import dev.lockstep.node.NodeException;
import dev.lockstep.node.Ports;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** A whole cluster on this machine: a process for each member, watched until the end. */
final class ClusterCommand {
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(9);

  /** Somebody looks at it, and knows Ctrl-C: a long journal takes as long as it takes. */
  private static final Duration START_PATIENCE = Duration.ofDays(1);

  private final CommonOptions options;
  private final Duration session;
  private final Stdio stdio;
  private final Supervisor supervisor = new Supervisor();
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
    var shutdown = new Shutdown(() -> supervisor.stop(STOP_PATIENCE), stdio);
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
      supervisor.start(
          () ->
              ChildNode.start(
                  options.remoteNode(member),
                  options.clusterFile(),
                  options.dataDir(),
                  session,
                  stdio.err()::println));
    }
  }

  /**
   * Prints the address of each node as soon as that node and those before it are ready. A node that
   * fails ends the wait.
   */
  private void awaitLive() {
    Deque<ChildNode> unshown = new ArrayDeque<>(supervisor.children());
    try {
      supervisor.await(
          supervisor.children(),
          probe::isLive,
          START_PATIENCE,
          (missing, waited) -> {
            while (!unshown.isEmpty() && !missing.contains(unshown.getFirst())) {
              var child = unshown.removeFirst();
              progress("");
              stdio.out().println(child.name() + "  " + child.node().signInLink(false));
            }
            if (!missing.isEmpty()) {
              var names = String.join(", ", missing.stream().map(ChildNode::name).toList());
              progress("waiting for " + names + " … " + waited.toSeconds() + " s");
            }
          });
    } finally {
      progress("");
    }
  }

  /** Continues with the nodes that are left. */
  private int watch() {
    var lastCode = new AtomicInteger(ExitCode.OK);
    supervisor.watch(
        child -> {
          lastCode.set(child.process().exitValue());
          stdio
              .err()
              .println(
                  "%s has ended with code %d; start it again with %s (what it said is in %s)."
                      .formatted(
                          child.name(),
                          lastCode.get(),
                          child.node().startCommand(),
                          child.output()));
        });
    stdio.err().println("No node is left.");
    return lastCode.get() == ExitCode.OK ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** One line that is overwritten in place, on a terminal only. */
  private void progress(String text) {
    if (stdio.showsProgress()) {
      stdio.err().print("\r\u001B[K" + text);
      stdio.err().flush();
    }
  }
}
