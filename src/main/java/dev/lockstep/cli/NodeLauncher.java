package dev.lockstep.cli;

import dev.lockstep.config.NodeOptions;
import dev.lockstep.node.Node;
import dev.lockstep.node.NodeException;
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
  static NodeLauncher real(Stdio stdio) {
    return options -> {
      // Before the first logger is made: logback reads it once.
      System.setProperty("lockstep.log", options.directory().resolve("node.log").toString());
      try (var journal = new Progress("check the journal of " + options.member(), stdio);
          var store = new Progress("check its database", stdio)) {
        return running(Node.start(options, journal::at, store::at, stdio.err()::println), stdio);
      } catch (NodeException e) {
        throw new CliException(ExitCode.FAILURE, e.getMessage());
      }
    };
  }

  private static RunningNode running(Node node, Stdio stdio) {
    return new RunningNode() {
      @Override
      public void stop() {
        node.stop();
      }

      @Override
      public CompletionStage<Integer> ended() {
        return node.halted()
            .thenApply(
                reason -> {
                  stdio.err().println(reason);
                  stdio.err().flush();
                  return ExitCode.FAILURE;
                });
      }
    };
  }
}
