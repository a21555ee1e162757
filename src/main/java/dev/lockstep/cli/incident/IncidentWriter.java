package dev.lockstep.cli.incident;

import dev.lockstep.journal.DataDirectory;
import dev.lockstep.recording.RunFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes the record of an incident. The file is a ZIP archive. */
public final class IncidentWriter implements AutoCloseable {
  static final String CONFIGURATION = "cluster.yaml";

  /** The events of all members, one a line. */
  public static final String TRACE = "trace.jsonl";

  /** The same as a page that needs nothing else. */
  public static final String PAGE = "trace.html";

  /** What is taken of a member, and nothing else: files by their names, in these folders. */
  private static final String JOURNAL = "[0-9]+\\.log";

  private final ZipOutputStream zip;

  private IncidentWriter(ZipOutputStream zip) {
    this.zip = zip;
  }

  /** A file that is there is kept, and an {@link IOException} says so. */
  public static IncidentWriter of(Path file) throws IOException {
    OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
    return new IncidentWriter(new ZipOutputStream(new BufferedOutputStream(out)));
  }

  /** The files of a member that belong to a record. */
  public static List<Path> filesOf(Path memberDirectory) throws IOException {
    List<Path> files = new ArrayList<>(RunFiles.all(RunFiles.folder(memberDirectory)));
    var journal = DataDirectory.journalOf(memberDirectory);
    if (Files.isDirectory(journal)) {
      try (Stream<Path> all = Files.list(journal)) {
        all.filter(file -> file.getFileName().toString().matches(JOURNAL))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  public void configuration(Path clusterFile) throws IOException {
    zip.putNextEntry(new ZipEntry(CONFIGURATION));
    Files.copy(clusterFile, zip);
    zip.closeEntry();
  }

  /**
   * @param progress is given the bytes of each file that is in the record
   */
  public void member(String name, Path memberDirectory, LongConsumer progress) throws IOException {
    for (var file : filesOf(memberDirectory)) {
      zip.putNextEntry(new ZipEntry(name + "/" + memberDirectory.relativize(file)));
      progress.accept(Files.copy(file, zip));
      zip.closeEntry();
    }
  }

  /**
   * @param lines writes the text of the file
   */
  public void text(String name, Consumer<PrintWriter> lines) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    var out = new PrintWriter(new OutputStreamWriter(zip, StandardCharsets.UTF_8));
    lines.accept(out);
    out.flush();
    zip.closeEntry();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
