package dev.lockstep.cli;

import dev.lockstep.cli.incident.IncidentWriter;
import dev.lockstep.cli.trace.Choice;
import dev.lockstep.cli.trace.TraceForm;
import dev.lockstep.cli.trace.TraceRequest;
import dev.lockstep.cli.trace.TraceView;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.journal.DataDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Collects what is known of an incident into one file. */
@Command(
    name = "record",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Collects trace, journal, recorded inputs and configuration of the members whose data are in"
          + " DIR into one file, which ./run.sh lab FILE opens anywhere. Members may be running or"
          + " stopped.",
      "No keys, tokens or sessions are in the file. Transfers with their memos are."
    })
final class RecordCommand implements Callable<Integer> {
  /** Of each member, as many as a node gives out at once. */
  private static final int EVENTS = 65_536;

  private static final DateTimeFormatter NOW = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @ParentCommand private Main main;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description =
          "The data directory of the cluster, or that of one member, such as data/A (default: that"
              + " of --data).")
  private Path directory;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description =
          "The file to make (default: incident-DATE-TIME.lockstep). A file that is there is kept.")
  private Path to;

  @Override
  public Integer call() {
    var config = main.options().config();
    var data = directory == null ? main.options().dataDir() : directory;
    var one = config.member(nameOf(data)).filter(_ -> isMember(data));
    var root = one.isPresent() ? data.toAbsolutePath().getParent() : data;
    var members =
        one.map(member -> List.of(member.name()))
            .orElseGet(
                () ->
                    config.memberNames().stream().filter(m -> isMember(data.resolve(m))).toList());
    if (members.isEmpty()) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s has no data of a member (%s); name another place with record DIR."
              .formatted(data, String.join(", ", config.memberNames())));
    }
    var file =
        to == null ? Path.of("incident-" + LocalDateTime.now().format(NOW) + ".lockstep") : to;
    return collect(config, root, members, file);
  }

  private static String nameOf(Path path) {
    var name = path.toAbsolutePath().normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  private static boolean isMember(Path path) {
    return Files.isDirectory(DataDirectory.journalOf(path));
  }

  private int collect(ClusterConfig config, Path root, List<String> members, Path file) {
    try (var progress = new Progress("record " + String.join(", ", members), main.stdio());
        var writer = IncidentWriter.of(file)) {
      long total = 0;
      for (var member : members) {
        for (var each : IncidentWriter.filesOf(root.resolve(member))) {
          total += Files.size(each);
        }
      }
      progress.total(total);
      writer.configuration(main.options().clusterFile());
      for (var member : members) {
        writer.member(member, root.resolve(member), progress::step);
      }
      writer.text(IncidentWriter.TRACE, out -> trace(config, root, members, TraceForm.json, out));
      writer.text(IncidentWriter.PAGE, out -> trace(config, root, members, TraceForm.html, out));
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.FAILURE, file + " is there already; name another file with --to FILE.", e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE, file + " cannot be written: " + e.getMessage() + ".", e);
    }
    main.stdio()
        .out()
        .printf("%s: %s. Open it with ./run.sh lab %s%n", file, String.join(", ", members), file);
    return ExitCode.OK;
  }

  /** From a node that runs, and of members that do not from their disks. */
  private void trace(
      ClusterConfig config, Path root, List<String> members, TraceForm form, PrintWriter out) {
    // What is missing is said once.
    var err = form == TraceForm.json ? main.stdio().err() : new PrintWriter(Writer.nullWriter());
    var stdio = new Stdio(InputStream.nullInputStream(), out, err, "");
    var nodes =
        config.memberNames().stream().map(member -> main.options().remoteNode(config, member));
    var all = new Choice(Set.of(), true, Optional.empty(), Optional.empty());
    try {
      new TraceView(
              members,
              config.protocol().text(),
              nodes.toList(),
              root,
              stdio,
              new TraceRequest(Map.of(), EVENTS, all, form, false, false))
          .run();
    } catch (CliException nothing) {
      err.println("No trace is in the record: " + nothing.getMessage());
    }
  }
}
