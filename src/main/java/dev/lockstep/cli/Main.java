package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.reader.ReaderException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line. Without a command it runs the whole cluster on this machine. */
@Command(
    name = "run.sh",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    synopsisHeading = "",
    customSynopsis = {
      "Usage: ./run.sh [OPTIONS]              the whole cluster on this machine",
      "       ./run.sh [OPTIONS] NAME         the node of member NAME (or: node NAME)",
      "       ./run.sh [OPTIONS] COMMAND …",
      "       ./run.sh test                   all tests",
    },
    header = "Lockstep, a replicated, tamper-evident ledger.%n",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failure",
      "2:usage or configuration",
      "3:refused by the ledger",
      "4:unavailable or timed out",
      "5:verification failed",
      "130:ended by Ctrl-C"
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  LOCKSTEP_CLUSTER, LOCKSTEP_DATA  instead of --cluster and --data",
      "  LOCKSTEP_JAVA_OPTS               more options for Java, such as -Xmx2g",
      "  LOCKSTEP_AOT=off                 build without preparing a faster start",
      "  LOCKSTEP_TOKEN                   a token for audit, when the node is elsewhere",
      "  LOCKSTEP_LOG                     log level: TRACE, DEBUG, INFO, WARN, OFF",
      "  LOCKSTEP_CHROMIUM                the browser in which 'test' tests the page",
      "  NO_COLOR                         no colours on the terminal"
    })
public final class Main implements Callable<Integer> {
  @Mixin private CommonOptions options;

  @Option(
      names = "--sessions",
      paramLabel = "LENGTH",
      converter = SessionLength.class,
      defaultValue = "12h",
      description = "How long a browser stays signed in (default: 12h).")
  private Duration session;

  private final Stdio stdio;
  private final NodeLauncher launcher;

  Main(Stdio stdio, NodeLauncher launcher) {
    this.stdio = stdio;
    this.launcher = launcher;
  }

  /** Ends the process with one of {@link ExitCode}. */
  public static void main(String[] arguments) {
    // Before the first logger is made. Not the name that logback looks for by itself: programs that
    // have a node or a client inside bring a logback.xml of their own, or want none.
    System.setProperty("logback.configurationFile", "lockstep-logback.xml");
    var stdio = Stdio.system();
    System.exit(run(stdio, NodeLauncher.real(stdio), arguments));
  }

  static int run(Stdio stdio, NodeLauncher launcher, String... arguments) {
    var line = new CommandLine(new Main(stdio, launcher));
    Commands.addTo(line, arguments);
    line.setOut(stdio.out());
    line.setErr(stdio.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.registerConverter(Path.class, new PathText());
    line.setUsageHelpAutoWidth(stdio.isInteractive());
    line.setParameterExceptionHandler((mistake, _) -> usageMistake(mistake));
    line.setExecutionExceptionHandler((problem, _, _) -> report(stdio, problem));
    int code = execute(line, arguments);
    code = code == ExitCode.OK ? codeOfOutput(stdio) : code;
    stdio.err().flush();
    return code;
  }

  private static int execute(CommandLine line, String... arguments) {
    try {
      return line.execute(MemberArgument.expand(arguments, line));
    } catch (OutOfMemoryError e) {
      // Not the heap, for which Java ends the process, but what Java asks the system for: threads.
      line.getErr()
          .println(
              "Lockstep stopped because the system gives it no more: "
                  + e.getMessage().replaceFirst("\\.$", "")
                  + "; raise that limit, see ulimit -a.");
      return ExitCode.FAILURE;
    }
  }

  /** Output that was not written completely must not pass for a success. */
  private static int codeOfOutput(Stdio stdio) {
    try {
      stdio.requireWritten();
      return ExitCode.OK;
    } catch (CliException e) {
      return report(stdio, e);
    }
  }

  @Override
  public Integer call() {
    return new ClusterCommand(options, session, stdio).run();
  }

  CommonOptions options() {
    return options;
  }

  Stdio stdio() {
    return stdio;
  }

  NodeLauncher launcher() {
    return launcher;
  }

  OfflineVerifier verifier() {
    return OfflineVerifier.real();
  }

  private static int usageMistake(ParameterException mistake) {
    var spec = mistake.getCommandLine().getCommandSpec();
    // The first word is the name of run.sh itself.
    var words =
        Stream.concat(Arrays.stream(spec.qualifiedName().split(" ")).skip(1), Stream.of("--help"));
    var help = CommandHint.withoutOptions().of(words.toArray(String[]::new));
    var sentence = mistake.getMessage().lines().findFirst().orElse("").replaceFirst("\\.$", "");
    mistake.getCommandLine().getErr().println(sentence + "; see " + help + ".");
    return ExitCode.USAGE;
  }

  private static int report(Stdio stdio, Exception problem) {
    if (problem instanceof CliException known) {
      stdio.err().println(known.getMessage());
      return known.exitCode();
    }
    if (problem instanceof ReaderException known) {
      stdio.err().println(known.getMessage());
      return known.isMistake() ? ExitCode.USAGE : ExitCode.FAILURE;
    }
    stdio.err().println("This is a bug in Lockstep, please report it: " + problem);
    problem.printStackTrace(stdio.err());
    return ExitCode.FAILURE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "Lockstep " + (version == null ? "(not packaged)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("java.vendor")
      };
    }
  }
}
