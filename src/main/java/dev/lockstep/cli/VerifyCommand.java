package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.OfflineVerifier.Verdict;
import dev.lockstep.config.NodeOptions;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks the journal and the database of member NAME, offline: stop the node first.",
      "Exit code 5 names the first height that does not fit, and where."
    })
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How the result is shown: ${COMPLETION-CANDIDATES} (default: table).")
  private OutputFormat output;

  @Override
  public Integer call() {
    var config = main.options().config();
    main.options().member(config, name);
    var options = new NodeOptions(config, name, main.options().dataDir(), false);
    if (!Files.isDirectory(options.directory())) {
      throw new CliException(
          ExitCode.FAILURE,
          "There are no files of %s in %s; name the data directory with --data DIR."
              .formatted(name, main.options().dataDir()));
    }
    Verdict verdict;
    try (var progress = new Progress("verify", main.stdio())) {
      verdict =
          main.verifier()
              .verify(options, OfflineVerifier.Progress.of(progress::total, progress::reached));
    }
    return switch (verdict) {
      case Verdict.Sound sound -> show(sound);
      case Verdict.Broken broken -> show(broken);
    };
  }

  private int show(Verdict.Sound sound) {
    print(
        "%s is sound: %d blocks with %d transfers, every hash and every balance fits."
            .formatted(name, sound.height(), sound.transfers()),
        JsonNodeFactory.instance
            .objectNode()
            .put("member", name)
            .put("ok", true)
            .put("height", sound.height())
            .put("transfers", sound.transfers())
            .toString());
    return ExitCode.OK;
  }

  private int show(Verdict.Broken broken) {
    if (output == OutputFormat.json) {
      main.stdio()
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("member", name)
                  .put("ok", false)
                  .put("height", broken.height())
                  .put("problem", broken.problem()));
    } else {
      main.stdio().err().println(broken.problem());
    }
    return ExitCode.VERIFICATION_FAILED;
  }

  private void print(String table, String json) {
    main.stdio().out().println(output == OutputFormat.json ? json : table);
  }
}
