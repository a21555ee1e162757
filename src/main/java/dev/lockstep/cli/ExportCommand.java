package dev.lockstep.cli;

import dev.lockstep.cli.export.ExportFile;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.store.Export;
import dev.lockstep.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Copies the transfers of a ledger into a file for other programs. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Copies all transfers of the chain of member NAME into a file, for SQL or other programs. The"
          + " node may be running or stopped; run it on its machine.",
      "The chain is checked meanwhile. It goes up to the block that was on the disk when the export"
          + " began.",
      "FILE.mv.db is an H2 database (user sa, no password) with the table transfer (height, position,"
          + " id, from_account, to_account, amount, memo), indexed by place, id and both accounts."
          + " FILE.csv has a line of names and one for each transfer, FILE.jsonl a JSON object on"
          + " each line."
    })
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A member of the cluster (default: the first one that has a journal here).")
  private String name;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The file to make: *.mv.db, *.csv or *.jsonl. A file that is there is kept.")
  private Path to;

  @Override
  public Integer call() {
    var target =
        ExportFile.of(to)
            .orElseThrow(
                () ->
                    new CliException(
                        ExitCode.USAGE,
                        "\"%s\" ends with none of .mv.db, .csv and .jsonl, which say what to write."
                            .formatted(to)));
    var config = main.options().config();
    var member = member(config);
    var directory = main.options().dataDir().resolve(member);
    if (Files.exists(to, LinkOption.NOFOLLOW_LINKS)) {
      throw new CliException(
          ExitCode.FAILURE, to + " is there already; name another file, or delete it first.");
    }
    try (var progress = new Progress("export the transfers of " + member, main.stdio())) {
      var copied =
          target.write(sink -> Export.run(directory, member, config.genesis(), sink, progress::at));
      main.stdio()
          .out()
          .printf(
              "%s: %d transfers, up to block %d of %s.%n",
              to, copied.transfers(), copied.height(), member);
      return ExitCode.OK;
    } catch (DataException e) {
      throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
    } catch (IOException | StoreException e) {
      throw new CliException(
          ExitCode.FAILURE, "%s cannot be written: %s.".formatted(to, reason(e)), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof NoSuchFileException missing
        ? "there is no " + missing.getFile()
        : String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
  }

  private String member(ClusterConfig config) {
    if (name != null) {
      main.options().member(config, name);
      requireDirectory(name);
      return name;
    }
    return config.memberNames().stream()
        .filter(this::hasJournal)
        .findFirst()
        .orElseThrow(
            () ->
                new CliException(
                    ExitCode.FAILURE,
                    "No member of %s has a journal in %s; name another place with --data DIR."
                        .formatted(main.options().clusterFile(), main.options().dataDir())));
  }

  private boolean hasJournal(String member) {
    return Files.isDirectory(DataDirectory.journalOf(main.options().dataDir().resolve(member)));
  }

  private void requireDirectory(String member) {
    if (!Files.isDirectory(main.options().dataDir().resolve(member))) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s has no data directory %s; name another place with --data DIR."
              .formatted(member, main.options().dataDir().resolve(member)));
    }
  }
}
