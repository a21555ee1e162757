package dev.lockstep.cli;

import dev.lockstep.config.NodeOptions;
import java.util.concurrent.CompletionStage;

/** The one place where the command line meets the node. */
@FunctionalInterface
interface NodeLauncher {
  /**
   * Returns when the node listens on its ports.
   *
   * @throws CliException when it cannot start: a taken port, a locked directory, a damaged chain
   */
  RunningNode start(NodeOptions options);

  /** A node in this process. */
  interface RunningNode {
    /** Stops taking requests, finishes or abandons what it has, and returns when all is closed. */
    void stop();

    /** Completes with an exit code when the node has ended by itself. */
    CompletionStage<Integer> ended();
  }

  /** Real nodes. */
  static NodeLauncher real() {
    return options -> {
      // To be replaced by dev.lockstep.node.Node.start(options) when the two branches meet.
      throw new CliException(
          ExitCode.FAILURE, "Node " + options.member() + " cannot be started by this build yet.");
    };
  }
}
