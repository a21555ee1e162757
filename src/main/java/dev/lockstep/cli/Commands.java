package dev.lockstep.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The commands of the command line. To read the annotations of all of them takes longer than Java
 * itself to start, so only those are made that the arguments may mean.
 */
final class Commands {
  static final String NODE = "node";

  static final String BENCH_NODE = "bench-node";

  /** For shells. */
  private static final String COMPLETION = "generate-completion";

  /** Not for people: {@link #BENCH_NODE} is for the bench. */
  private static final Set<String> HIDDEN = Set.of(COMPLETION, BENCH_NODE);

  /** They list the others, or go through them. */
  private static final Set<String> ABOUT_ALL =
      Set.of("help", COMPLETION, "--help", "-h", "--version", "-V");

  /** In the order in which the help lists them. */
  private static final List<Map.Entry<String, Class<?>>> ALL =
      List.of(
          Map.entry(NODE, NodeCommand.class),
          Map.entry("console", ConsoleCommand.class),
          Map.entry("submit", SubmitCommand.class),
          Map.entry("verify", VerifyCommand.class),
          Map.entry("export", ExportCommand.class),
          Map.entry("receipt", ReceiptCommand.class),
          Map.entry("check", CheckCommand.class),
          Map.entry("audit", AuditCommand.class),
          Map.entry("status", StatusCommand.class),
          Map.entry("trace", TraceCommand.class),
          Map.entry("key", KeyCommand.class),
          Map.entry("token", TokenCommand.class),
          Map.entry("lab", LabCommand.class),
          Map.entry("record", RecordCommand.class),
          Map.entry("simulate", SimulateCommand.class),
          Map.entry("bench", BenchCommand.class),
          Map.entry(BENCH_NODE, BenchNodeCommand.class),
          Map.entry("help", HelpCommand.class),
          Map.entry(COMPLETION, GenerateCompletion.class));

  private Commands() {}

  /** Adds those commands that the arguments may mean. */
  static void addTo(CommandLine line, String... arguments) {
    var words = Set.of(Arrays.stream(arguments).distinct().toArray(String[]::new));
    boolean isAboutAll = words.stream().anyMatch(ABOUT_ALL::contains);
    for (var command : ALL) {
      // The first word may be a member's name, which is short for "node NAME".
      if (isAboutAll || command.getKey().equals(NODE) || words.contains(command.getKey())) {
        line.addSubcommand(command.getKey(), command.getValue());
        finish(command.getKey(), line.getSubcommands().get(command.getKey()).getCommandSpec());
      }
    }
  }

  /** What an annotation cannot say. */
  private static void finish(String name, CommandSpec command) {
    switch (name) {
      case "simulate" -> command.usageMessage().footer(lines(SimulateCommand.faultLines()));
      case "bench" -> command.usageMessage().footer(lines(BenchCommand.workloadLines()));
      case COMPLETION -> command.usageMessage().hidden(true);
      default -> {
        // Its annotations say all.
      }
    }
  }

  private static String[] lines(List<String> lines) {
    return lines.toArray(String[]::new);
  }

  /** The commands that a person may type, sorted; test is the one that run.sh does by itself. */
  static List<String> names() {
    return Stream.concat(Stream.of("test"), ALL.stream().map(Map.Entry::getKey))
        .filter(name -> !HIDDEN.contains(name))
        .sorted()
        .toList();
  }
}
