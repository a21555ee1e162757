package dev.lockstep.cli;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.cli.submit.Submission;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Sends a file of transfers, each to the node that owns the sender.",
      "A second run of the same file goes on where the first one ended: what was paid is not paid "
          + "again, unless the run is given another name.",
      "A line holds transfers like (A, B, 4) or (A, B, 4, \"memo\"), several with nothing, a comma or "
          + "a semicolon between them; a single one may be written A,B,4 or A B 4. Blank lines and # "
          + "comments are skipped. If any line is malformed, nothing is sent."
    })
final class SubmitCommand implements Callable<Integer> {
  private static final int BATCH_MAX = 8192;
  private static final Pattern RUN_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  @ParentCommand private Main main;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
  private String file;

  @Option(
      names = "--parallel",
      description = "A stream for each owner at once; the file's order holds for each owner only.")
  private boolean parallel;

  @Option(
      names = "--keep-going",
      description = "Skip malformed lines, and go on when a node is unavailable.")
  private boolean keepGoing;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The most transfers in one request, 1 to 8192 (default: 1000).")
  private int batch;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      defaultValue = "8",
      description = "How often to ask, under the same ids, when no answer came (default: 8).")
  private int attempts;

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = {
        "What makes this run different from others. Under one name each transfer of a file is paid "
            + "once, however often the file is sent (default: a hash of the file's content)."
      })
  private String run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the summary is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  /** A copy of input that can be read only once. It holds payments, so it must be deleted. */
  private volatile Path copy;

  @Override
  public Integer call() throws InterruptedException {
    if (batch < 1 || batch > BATCH_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--batch is " + batch + ", but must be 1 to " + BATCH_MAX);
    }
    if (attempts < 1) {
      throw new ParameterException(
          spec.commandLine(), "--attempts is " + attempts + ", but must be at least 1");
    }
    if (run != null && !RUN_NAME.matcher(run).matches()) {
      throw new ParameterException(
          spec.commandLine(),
          "--run is \"" + Excerpt.of(run) + "\", but must be 1 to 64 of A-Z a-z 0-9 _ . -");
    }
    var config = main.options().config();
    var nodes = config.members().stream().map(main.options()::remoteNode).toList();
    if (!new Continuity(main).holds(config, nodes)) {
      throw new CliException(ExitCode.VERIFICATION_FAILED, "Nothing was sent.");
    }
    var submission =
        new Submission(
            config,
            main.options()::remoteNode,
            new Submission.Options(batch, attempts, parallel, keepGoing, Optional.ofNullable(run)),
            main.stdio());
    onSignals(submission);
    try {
      var result = send(submission);
      main.stdio().out().println(output == OutputFormat.json ? result.json() : result.table());
      result
          .failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
      main.stdio().requireWritten();
      return result.exitCode();
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "%s cannot be read (%s).".formatted(source(), e.getMessage()), e);
    }
  }

  /**
   * Before anything was sent, a signal ends the process. After that, the first signal ends the run
   * gracefully, with its summary, and the second one ends the process.
   */
  private void onSignals(Submission submission) {
    for (var signal : List.of("INT", "TERM", "HUP")) {
      Signals.register(
          signal,
          () -> {
            boolean isNothingSent = submission.preventBegin();
            if (isNothingSent) {
              main.stdio().err().println("Nothing was sent.");
            }
            if (isNothingSent || !submission.interrupt()) {
              deleteCopy();
              Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
          });
    }
  }

  /**
   * The file is read more than once; what can be read only once, such as a pipe, is copied first.
   */
  private Submission.Result send(Submission submission) throws IOException, InterruptedException {
    var path = Path.of(file);
    if (file.equals("-")) {
      return sendCopy(submission, main.stdio().in());
    }
    if (!Files.exists(path) || Files.isDirectory(path)) {
      throw new CliException(
          ExitCode.USAGE,
          "There is no file " + path + "; name one with transfers, or - for a pipe.");
    }
    if (Files.isRegularFile(path)) {
      return submission.send(path);
    }
    try (var once = Files.newInputStream(path)) {
      return sendCopy(submission, once);
    }
  }

  private Submission.Result sendCopy(Submission submission, InputStream once)
      throws IOException, InterruptedException {
    copy = temporaryFile();
    try {
      fill(copy, once);
      return submission.send(copy);
    } finally {
      deleteCopy();
    }
  }

  private void deleteCopy() {
    var file = copy;
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        main.stdio().err().println(file + " could not be deleted: " + e.getMessage() + ".");
      }
    }
  }

  private Path temporaryFile() {
    try {
      return Files.createTempFile("lockstep-submit", ".txt");
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s is copied before it is sent, and no file can be made in the temporary folder %s; name another folder in TMPDIR."
              .formatted(source(), System.getProperty("java.io.tmpdir")),
          e);
    }
  }

  private void fill(Path copy, InputStream once) {
    try {
      Files.copy(once, copy, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s cannot be copied to %s: %s.".formatted(source(), copy, e.getMessage()),
          e);
    }
  }

  private String source() {
    return file.equals("-") ? "Standard input" : file;
  }
}
