package dev.lockstep.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.command.ExitCode;
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
    var options =
        new NodeOptions(
            config,
            name,
            main.options().dataDir(),
            false,
            NodeOptions.SESSION,
            main.options().hint().of(name));
    if (Files.notExists(options.directory())) {
      // Nothing was checked, so nothing was found to be wrong: this is not code 5.
      throw new CliException(
          ExitCode.FAILURE,
          "%s has no data directory %s, so it has never been started there; start it with %s, or name another place with --data DIR."
              .formatted(name, options.directory(), options.startCommand()));
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
    out.println(database(sound));
    if (!sound.tornEnd().isEmpty()) {
      out.println(sound.tornEnd());
    }
    return ExitCode.OK;
  }

  /** After a kill H2 is behind: it is written after the journal, and not forced to the disk. */
  private static String database(Verdict.Sound sound) {
    if (sound.storeHeight().isEmpty()) {
      return "There is no database; the next start makes it from the journal.";
    }
    long height = sound.storeHeight().getAsLong();
    return height < sound.height()
        ? "The database stands at height %d, behind by %d, as after a kill; the next start brings it up from the journal."
            .formatted(height, sound.height() - height)
        : "The database stands at height %d too.".formatted(height);
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
