package dev.lockstep.cli;

import dev.lockstep.chain.Genesis;
import dev.lockstep.cli.console.CommandChannel;
import dev.lockstep.cli.console.Prompt;
import dev.lockstep.cli.console.Script;
import dev.lockstep.config.ClusterConfig;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "A prompt attached to the running node of member NAME.",
      "From a pipe it reads commands, one a line: blank lines and # comments are skipped, results "
          + "go to standard output, and it stops at the first failure with its exit code."
    })
final class ConsoleCommand implements Callable<Integer> {
  // What the node may need above its own timeout, which verify and a busy machine do.
  private static final Duration MARGIN = Duration.ofSeconds(60);

  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Mixin private ConsoleOptions options;

  @Override
  public Integer call() {
    var config = main.options().config();
    var node = main.options().remoteNode(config, name);
    var stdio = main.stdio();
    try (var channel = channel(config, node, options)) {
      channel.connect();
      new Continuity(main).holds(config, List.of(node));
      return stdio.isInteractive()
          ? prompt(config, node, channel, stdio).run()
          : new Script(channel, stdio, options.keepGoing).run().exitCode();
    }
  }

  static CommandChannel channel(ClusterConfig config, RemoteNode node, ConsoleOptions options) {
    return new CommandChannel(node, options.output, config.transferTimeout().plus(MARGIN));
  }

  static Prompt prompt(ClusterConfig config, RemoteNode node, CommandChannel channel, Stdio stdio) {
    return new Prompt(
        channel,
        stdio,
        node.name(),
        config.accounts().stream().map(Genesis.Account::name).toList(),
        node.tokenFile().resolveSibling("history"));
  }
}
