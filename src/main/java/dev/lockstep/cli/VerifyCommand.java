package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.store.Verdict;
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
      verdict = main.verifier().verify(options, progress::at);
    }
    return switch (verdict) {
      case Verdict.Sound sound -> show(sound);
      case Verdict.Broken broken -> show(broken);
    };
  }

  private int show(Verdict.Sound sound) {
    var out = main.stdio().out();
    if (output == OutputFormat.json) {
      var json =
          JsonNodeFactory.instance
              .objectNode()
              .put("member", name)
              .put("ok", true)
              .put("height", sound.height())
              .put("hash", sound.head().toString())
              .put("transfers", sound.transfers());
      sound.storeHeight().ifPresent(height -> json.put("store_height", height));
      out.println(json.put("torn_end", sound.tornEnd()));
      return ExitCode.OK;
    }
    out.printf(
        "%s is sound: height %d, %d transfers, head %s; every hash and every balance fits.%n",
        name, sound.height(), sound.transfers(), sound.head());
    if (sound.storeHeight().isEmpty()) {
      out.println("There is no database yet; the next start makes it from the journal.");
    } else if (sound.storeHeight().getAsLong() < sound.height()) {
      out.printf(
          "The database has come to height %d; the next start brings it up.%n",
          sound.storeHeight().getAsLong());
    }
    if (!sound.tornEnd().isEmpty()) {
      out.println(sound.tornEnd());
    }
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
                  .put("problem", broken.sentence()));
    } else {
      main.stdio()
          .err()
          .printf("Height %d of %s does not fit: %s%n", broken.height(), name, broken.sentence());
    }
    return ExitCode.VERIFICATION_FAILED;
  }
}
