package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.console.access.Tokens;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints a link that signs a browser in, and replaces a node's tokens. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Prints a link that signs a browser in to the running node NAME. It works once, within an hour.",
      "Programs use the token itself, from the file DIR/NAME/token or DIR/NAME/token-readonly."
    })
final class TokenCommand implements Callable<Integer> {
  /** A running node reads its files once a second. */
  private static final long PATIENCE_SECONDS = 10;

  private static final long POLL_MILLIS = 200;

  private final NodeProbe probe = new NodeProbe();

  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Option(
      names = "--read-only",
      description = "A link for somebody who may see everything and change nothing.")
  private boolean readOnly;

  @Option(
      names = "--rotate",
      description =
          "First replace both tokens by new ones. What the old ones opened ends: sessions of browsers, "
              + "prompts and programs. A node that runs takes the new ones at once.")
  private boolean rotate;

  @Override
  public Integer call() {
    var options = main.options();
    var node = options.remoteNode(options.config(), name);
    if (rotate) {
      rotate();
      if (!probe.isLive(node)) {
        main.stdio()
            .err()
            .println("Node " + name + " is not running; it begins with the new tokens.");
        return ExitCode.OK;
      }
      awaitTaken(node);
    } else if (!probe.isLive(node)) {
      throw node.noAnswer();
    }
    main.stdio().out().println(node.signInLink(readOnly));
    return ExitCode.OK;
  }

  private void rotate() {
    var directory = main.options().dataDir().resolve(name);
    if (Files.notExists(directory)) {
      throw new CliException(
          ExitCode.FAILURE,
          "There is no data directory %s, so there are no tokens to replace; name another place with --data DIR."
              .formatted(directory));
    }
    try {
      DataDirectory.requireOwner(directory, name);
      Tokens.rotate(directory);
    } catch (DataException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "The tokens in %s cannot be replaced: %s.".formatted(directory, e.getMessage()),
          e);
    }
  }

  private void awaitTaken(RemoteNode node) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!probe.takesToken(node)) {
      if (System.nanoTime() > deadline) {
        throw new CliException(
            ExitCode.FAILURE,
            "The tokens are replaced, but node %s has not taken them; restart it, or name the data directory that it runs on with --data DIR."
                .formatted(name));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
  }
}
