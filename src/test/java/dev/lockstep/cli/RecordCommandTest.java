package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh record")
class RecordCommandTest {
  @TempDir Path folder;
  private Cli cli;
  private Path file;

  @BeforeEach
  void twoMembersWithFiles() throws IOException {
    cli = new Cli(folder).cluster(FreePorts.take(), FreePorts.take(), FreePorts.take());
    file = folder.resolve("x.lockstep");
    for (var member : List.of("A", "B")) {
      write(member, "journal/00000001.log");
      write(member, "inputs/00000001.run");
      write(member, "node.key");
      write(member, "sessions");
      write(member, "journal/lock");
    }
  }

  private void write(String member, String name) throws IOException {
    var path = folder.resolve("data").resolve(member).resolve(name);
    Files.createDirectories(path.getParent());
    Files.writeString(path, member + " " + name);
  }

  private List<String> names() throws IOException {
    try (var zip = new ZipFile(file.toFile())) {
      return zip.stream().map(entry -> entry.getName()).sorted().toList();
    }
  }

  private Cli.Result record(String... more) {
    var arguments = new java.util.ArrayList<>(List.of("record", "--to", file.toString()));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new));
  }

  @Test
  void collects_journals_inputs_and_configuration_and_no_secret() throws IOException {
    var result = record();
    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(
        List.of(
            "A/inputs/00000001.run",
            "A/journal/00000001.log",
            "B/inputs/00000001.run",
            "B/journal/00000001.log",
            "cluster.yaml",
            "trace.html",
            "trace.jsonl"),
        names());
    assertTrue(result.out().contains("A, B. Open it with ./run.sh lab"), result.out());
  }

  @Test
  void takes_the_directory_of_one_member() throws IOException {
    var result = record(folder.resolve("data/B").toString());
    assertEquals(ExitCode.OK, result.code(), result.err());
    assertTrue(names().stream().noneMatch(name -> name.startsWith("A/")), names()::toString);
  }

  @Test
  void keeps_a_file_that_is_there() throws IOException {
    Files.writeString(file, "mine");
    var result = record();
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("is there already; name another file with --to"));
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void says_where_nothing_is() {
    var result = record(folder.resolve("elsewhere").toString());
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("has no data of a member (A, B, C)"), result.err());
  }
}
