package dev.lockstep.cli;

import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.OwnerOnly;
import dev.lockstep.node.Node;
import dev.lockstep.node.NodeException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/** The only place where the command line uses the node. */
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

    /** What the supervisor of a lab says. */
    void lab(String line);

    /**
     * The node is in a lab.
     *
     * @param supervisor does what somebody at a page of the node wants
     * @param wire is told what is cut and held at this node, whenever it has changed
     */
    void supervised(
        Function<String, CompletionStage<JsonObject>> supervisor, Consumer<JsonObject> wire);
  }

  /** Real nodes. */
  static NodeLauncher real(Stdio stdio) {
    return options -> {
      prepare(options.directory(), stdio);
      // Before the first logger is made: logback reads it once.
      System.setProperty("lockstep.log", options.directory().resolve("node.log").toString());
      try (var journal = new Progress("check the journal of " + options.member(), stdio)) {
        return running(Node.start(options, journal::at, sentence -> say(sentence, stdio)), stdio);
      } catch (NodeException e) {
        throw new CliException(e.isMistake() ? ExitCode.USAGE : ExitCode.FAILURE, e.getMessage());
      }
    };
  }

  /** Before the log is opened in it. */
  private static void prepare(Path directory, Stdio stdio) {
    try {
      OwnerOnly.prepare(directory).ifPresent(sentence -> say(sentence, stdio));
    } catch (DataException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    }
  }

  /** A sentence may quote what other members have sent. */
  private static void say(String sentence, Stdio stdio) {
    stdio.err().println(Sanitized.text(sentence));
  }

  /** Longer than a graceful stop takes, see {@link Shutdown}. */
  long HALT_MILLIS = 12_000;

  private static RunningNode running(Node node, Stdio stdio) {
    var ended = new CompletableFuture<Integer>();
    // Both threads are started before they are needed: a process that has run out of memory may get
    // none. And neither waits for anything else: standard error may be a pipe that nobody reads,
    // and a graceful stop may wait for the very part that has failed.
    whenHalted(
        node,
        reason -> {
          say(reason, stdio);
          ended.complete(ExitCode.FAILURE);
        });
    whenHalted(
        node,
        _ -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(HALT_MILLIS));
          Runtime.getRuntime().halt(ExitCode.FAILURE);
        });
    return new RunningNode() {
      @Override
      public void stop() {
        node.stop();
      }

      @Override
      public CompletionStage<Integer> ended() {
        return ended;
      }

      @Override
      public void lab(String line) {
        node.lab(line);
      }

      @Override
      public void supervised(
          Function<String, CompletionStage<JsonObject>> supervisor, Consumer<JsonObject> wire) {
        node.supervised(supervisor, wire);
      }
    };
  }

  private static void whenHalted(Node node, Consumer<String> what) {
    var reason = node.halted().toCompletableFuture();
    Thread.ofPlatform().daemon().name("halted").start(() -> what.accept(reason.join()));
  }
}
