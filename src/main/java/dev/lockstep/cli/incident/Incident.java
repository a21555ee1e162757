package dev.lockstep.cli.incident;

import dev.lockstep.chain.MalformedException;
import dev.lockstep.cli.CliException;
import dev.lockstep.command.ExitCode;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.JournalBeginning;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.RecordedRun;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.recording.RunEntry;
import dev.lockstep.recording.RunReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The record of an incident, as it was read.
 *
 * @param file its name, without its folder
 * @param runs the recorded inputs of each member that has any, in their order
 * @param before what was in the journal of each of these members when its recording began
 * @param page its trace as a page that needs nothing else; empty when there is no trace
 */
public record Incident(
    String file,
    SortedMap<String, List<RunEntry>> runs,
    Map<String, List<JournalRecord>> before,
    String page) {
  private static final String JOURNAL = "([A-Za-z0-9][A-Za-z0-9_-]*)/journal/[0-9]+\\.log";
  private static final String RUN = "([A-Za-z0-9][A-Za-z0-9_-]*)/inputs/[0-9]{8}\\.run";
  private static final int ZIP = 0x504b;

  /** More of one file than a member writes is not read. */
  private static final int FILE_BYTES_MAX = 512 << 20;

  /** Whether this may be the record of an incident, by its first bytes. */
  public static boolean isOne(Path file) {
    try (var in = Files.newInputStream(file)) {
      return (in.read() << 8 | in.read()) == ZIP;
    } catch (IOException unreadable) {
      // Whoever reads it as a scenario says why.
      return false;
    }
  }

  /**
   * @throws CliException with code 2 when it cannot be read
   */
  public static Incident read(Path file) {
    try (var zip = new ZipFile(file.toFile())) {
      var runs = new TreeMap<String, List<RunEntry>>();
      var page = "";
      var entries = zip.stream().sorted((a, b) -> a.getName().compareTo(b.getName())).toList();
      for (var entry : entries) {
        if (entry.getName().matches(RUN)) {
          runs.computeIfAbsent(entry.getName().replaceFirst("/.*", ""), _ -> new ArrayList<>())
              .addAll(RunReader.read(entry.getName(), bytes(zip, entry)));
        } else if (entry.getName().equals(IncidentWriter.PAGE)) {
          page = new String(bytes(zip, entry), StandardCharsets.UTF_8);
        }
      }
      return new Incident(file.getFileName().toString(), runs, before(zip, runs), page);
    } catch (IOException | MalformedException | DataException e) {
      throw new CliException(
          ExitCode.USAGE,
          "The record " + file + " cannot be read: " + e.getMessage() + "; make it anew.",
          e);
    }
  }

  /** A recording that began with an empty directory needs nothing of the journal. */
  private static Map<String, List<JournalRecord>> before(
      ZipFile zip, SortedMap<String, List<RunEntry>> runs) throws IOException {
    Map<String, List<JournalRecord>> before = new TreeMap<>();
    for (var run : runs.entrySet()) {
      if (run.getValue().getFirst() instanceof RunEntry.Begun begun && begun.records() > 1) {
        before.put(run.getKey(), journal(zip, run.getKey(), begun.records()));
      }
    }
    return before;
  }

  /** What reads a journal reads files. */
  private static List<JournalRecord> journal(ZipFile zip, String member, long records)
      throws IOException {
    var folder = Files.createTempDirectory("lockstep-record");
    try {
      for (var entry : zip.stream().toList()) {
        var name = entry.getName();
        if (name.matches(JOURNAL) && name.startsWith(member + "/")) {
          Files.write(folder.resolve(name.replaceFirst(".*/", "")), bytes(zip, entry));
        }
      }
      return JournalBeginning.read(folder, records);
    } finally {
      try (var files = Files.walk(folder)) {
        for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static byte[] bytes(ZipFile zip, ZipEntry entry) throws IOException {
    try (var in = zip.getInputStream(entry)) {
      var bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new IOException(entry.getName() + " has more than " + FILE_BYTES_MAX + " bytes");
      }
      return bytes;
    }
  }

  /**
   * What the members were given, in one order; empty when nothing was recorded.
   *
   * @throws CliException when it is incomplete
   */
  public Optional<RecordedRun> run() {
    try {
      return runs.isEmpty() ? Optional.empty() : Optional.of(RecordedRun.of(file, runs, before));
    } catch (ImpossibleException e) {
      throw new CliException(
          ExitCode.FAILURE, "The run cannot be computed again: " + e.getMessage() + ".", e);
    }
  }
}
