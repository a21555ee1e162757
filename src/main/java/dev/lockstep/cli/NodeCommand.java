package dev.lockstep.cli;

import dev.lockstep.cli.NodeLauncher.RunningNode;
import dev.lockstep.cli.console.Script;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.NodeOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * Runs a node in this process.
 *
 * <p>With a terminal it ends in a prompt; the node runs on after the prompt, until Ctrl-C. From a
 * pipe it reads commands and stops after the last. With an input that holds no command at all, such
 * as {@code /dev/null}, it serves until a signal ends it.
 */
@Command(
    name = Commands.NODE,
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "The node of member NAME; ./run.sh NAME is short for it.",
      "With a terminal it ends in a prompt. Typing exit or Ctrl-D leaves the prompt and not the "
          + "node, which runs until Ctrl-C. From a pipe it reads commands as ./run.sh console does, and stops after the last. With an input "
          + "that holds no command, such as /dev/null, it runs until Ctrl-C or SIGTERM."
    })
final class NodeCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Option(
      names = "--rejoin",
      description =
          "Copy the chain from the others, because this node's is missing or has lost blocks.")
  private boolean rejoin;

  @Option(
      names = "--sessions",
      paramLabel = "LENGTH",
      converter = SessionLength.class,
      defaultValue = "12h",
      description = "How long a browser stays signed in (default: 12h).")
  private Duration session;

  @Mixin private ConsoleOptions console;

  @Option(
      names = "--lab",
      hidden = true,
      description = "Standard input is the supervisor of a lab.")
  private boolean lab;

  @Option(
      names = "--siblings",
      hidden = true,
      description = "The other members run here too, with their files in --data.")
  private boolean siblings;

  @Option(names = "--parent", hidden = true, description = "End when that process ends.")
  private Long parent;

  @Override
  public Integer call() {
    var config = main.options().config();
    requireMember(config);
    var dataDir = main.options().dataDir().toAbsolutePath().normalize();
    var started = new AtomicReference<RunningNode>();
    // A node that has not started yet has sent nothing: it may end as by a kill.
    var shutdown =
        new Shutdown(
            () -> Optional.ofNullable(started.get()).ifPresent(RunningNode::stop), main.stdio());
    shutdown.onSignals();
    if (parent != null) {
      ProcessHandle.of(parent)
          .ifPresentOrElse(
              process -> process.onExit().thenRun(() -> shutdown.inBackground(ExitCode.OK)),
              () -> shutdown.inBackground(ExitCode.OK));
    }
    try {
      var node =
          main.launcher()
              .start(
                  new NodeOptions(
                      config,
                      name,
                      dataDir,
                      rejoin,
                      session,
                      main.options().hint().of(name),
                      siblings));
      started.set(node);
      node.ended().thenAccept(shutdown::inBackground);
      return lab && config.isLab() ? obey(node) : serve(config, node);
    } finally {
      shutdown.close();
    }
  }

  /** Does what the supervisor says, until the node ends. */
  private int obey(RunningNode node) {
    main.stdio().err().println("Node " + name + " is up, in a lab.");
    main.stdio().err().flush();
    var pipe = new LabPipe(main.stdio().out());
    node.supervised(pipe::ask, pipe::wire);
    try (var lines = main.stdio().lines()) {
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof TextLines.Line.Text(var _, var text) && !pipe.hears(text)) {
          node.lab(text);
        }
      }
    } catch (IOException e) {
      main.stdio().err().println("The supervisor cannot be heard: " + e.getMessage() + ".");
    }
    return node.ended().toCompletableFuture().join();
  }

  private int serve(ClusterConfig config, RunningNode node) {
    var self = main.options().remoteNode(config, name);
    var stdio = main.stdio();
    // From a pipe, standard output is for results only; and a parent, which keeps the output in a
    // file, prints the link itself.
    (stdio.isInteractive() ? stdio.out() : stdio.err())
        .println(
            "Node " + name + " is up" + (parent == null ? ": " + self.signInLink(false) : "."));
    try (var channel = ConsoleCommand.channel(config, self, console)) {
      if (stdio.isInteractive()) {
        stdio
            .out()
            .println(
                "Ctrl-C stops it; exit or Ctrl-D leaves this prompt, and the node runs on. "
                    + promptAgain());
        int code = ConsoleCommand.prompt(config, self, channel, stdio).run();
        if (code != ExitCode.OK) {
          return code;
        }
        stdio.out().println("Node " + name + " runs on until Ctrl-C. " + promptAgain());
        return node.ended().toCompletableFuture().join();
      }
      var outcome = new Script(channel, stdio, console.keepGoing).run();
      if (outcome.commands() > 0) {
        return outcome.exitCode();
      }
    }
    return node.ended().toCompletableFuture().join();
  }

  private String promptAgain() {
    return "Another prompt: " + main.options().hint().of("console", name);
  }

  private void requireMember(ClusterConfig config) {
    if (config.member(name).isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "\"%s\" is neither a member of %s (%s) nor a command (%s); see %s."
              .formatted(
                  name,
                  main.options().clusterFile(),
                  String.join(", ", config.memberNames()),
                  String.join(", ", Commands.names()),
                  CommandHint.withoutOptions().of("--help")));
    }
  }
}
