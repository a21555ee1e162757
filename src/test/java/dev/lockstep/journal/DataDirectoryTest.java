package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The data directory")
class DataDirectoryTest {
  @TempDir Path data;

  @Test
  void a_second_use_of_the_same_directory_is_refused_and_the_first_keeps_its_lock()
      throws Exception {
    try (var _ = DataDirectory.open(data, "A")) {
      for (int i = 0; i < 2; i++) {
        var thrown = assertThrows(DataException.class, () -> DataDirectory.open(data, "A"));
        assertEquals(DataException.Kind.LOCKED, thrown.kind());
        assertTrue(thrown.getMessage().contains(data.resolve("A").toString()));
      }
      assertTrue(DataDirectory.isInUse(data.resolve("A")));
      assertEquals("LOCKED", openInAnotherProcess());
    }
    assertFalse(DataDirectory.isInUse(data.resolve("A")));
    assertEquals("opened", openInAnotherProcess());
    DataDirectory.open(data, "A").close();
  }

  private String openInAnotherProcess() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                OpenADirectory.class.getName(),
                data.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes()).strip();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    return said;
  }

  /** What the other process does. */
  static final class OpenADirectory {
    private OpenADirectory() {}

    public static void main(String[] args) {
      try (var _ = DataDirectory.open(Path.of(args[0]), "A")) {
        System.out.println("opened");
      } catch (DataException e) {
        System.out.println(e.kind());
      }
    }
  }

  @Test
  void members_work_side_by_side() {
    try (var a = DataDirectory.open(data, "A");
        var b = DataDirectory.open(data, "B")) {
      assertTrue(Files.isDirectory(a.journal()));
      assertTrue(Files.isDirectory(b.journal()));
    }
  }

  @Test
  void the_directory_of_another_member_is_refused_by_name() throws IOException {
    DataDirectory.open(data, "A").close();
    Files.move(data.resolve("A"), data.resolve("B"));
    var thrown = assertThrows(DataException.class, () -> DataDirectory.open(data, "B"));
    assertEquals(DataException.Kind.OTHER_MEMBER, thrown.kind());
    assertEquals(
        "The data directory " + data.resolve("B") + " belongs to member A, not to B.",
        thrown.getMessage());
    assertFalse(DataDirectory.isInUse(data.resolve("B")), "a refusal must let go of the lock");
  }

  @Test
  void what_is_set_aside_is_renamed_and_never_overwritten() throws IOException {
    try (var directory = DataDirectory.open(data, "A")) {
      for (int n = 1; n <= 3; n++) {
        Files.writeString(directory.journal().resolve("0000000001.log"), "journal " + n);
        Files.writeString(directory.path().resolve("ledger.mv.db"), "ledger " + n);
        assertEquals(directory.path().resolve("journal.lost-" + n), directory.setAside());
        try (var left = Files.list(directory.journal())) {
          assertEquals(0, left.count());
        }
        assertFalse(Files.exists(directory.path().resolve("ledger.mv.db")));
      }
      for (int n = 1; n <= 3; n++) {
        var journal = directory.path().resolve("journal.lost-" + n).resolve("0000000001.log");
        assertEquals("journal " + n, Files.readString(journal));
        var ledger = directory.path().resolve("ledger.lost-" + n + ".mv.db");
        assertEquals("ledger " + n, Files.readString(ledger));
      }
    }
  }

  @Test
  void a_path_that_cannot_be_a_directory_gives_one_sentence() throws IOException {
    Files.writeString(data.resolve("A"), "a file");
    var thrown = assertThrows(DataException.class, () -> DataDirectory.open(data, "A"));
    assertEquals(DataException.Kind.DISK, thrown.kind());
    assertTrue(thrown.getMessage().endsWith("."), thrown.getMessage());
    assertTrue(thrown.getMessage().contains(data.resolve("A").toString()), thrown.getMessage());
  }

  @Test
  void a_journal_that_is_a_file_is_called_one() throws IOException {
    var journal = data.resolve("A").resolve("journal");
    Files.createDirectories(journal.getParent());
    Files.writeString(journal, "no directory");
    var thrown = assertThrows(DataException.class, () -> DataDirectory.open(data, "A"));
    assertTrue(
        thrown.getMessage().endsWith(": " + journal + " is a file, not a directory."),
        thrown.getMessage());
  }
}
