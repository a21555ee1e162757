package dev.lockstep.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A member's directory, which is for its owner only")
class OwnerOnlyTest {
  @TempDir Path data;
  private Path member;

  @BeforeEach
  void name() {
    member = data.resolve("deep/A");
  }

  @Test
  void a_new_directory_and_new_files_are_for_their_owner_only() throws IOException {
    assertEquals(Optional.empty(), OwnerOnly.prepare(member));
    assertEquals("rwx------", mode(member));
    OwnerOnly.write(member.resolve("a"), "text");
    OwnerOnly.create(member.resolve("b"));
    assertEquals("rw-------", mode(member.resolve("a")));
    assertEquals("rw-------", mode(member.resolve("b")));
    assertEquals("text", Files.readString(member.resolve("a")));
    assertEquals(Optional.empty(), OwnerOnly.prepare(member));
  }

  @Test
  void an_existing_directory_is_tightened_with_a_sentence_once() throws IOException {
    var old = member.resolve("journal/0000000001.log");
    Files.createDirectories(old.getParent());
    Files.writeString(old, "");
    for (var path : new Path[] {old.getParent(), member}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rw-r--r--"));

    var sentence = OwnerOnly.prepare(member).orElseThrow();

    assertTrue(sentence.startsWith(member + " was open to other users"), sentence);
    assertEquals("rwx------", mode(member));
    assertEquals("rwx------", mode(old.getParent()));
    assertEquals("rw-------", mode(old));
    assertEquals(Optional.empty(), OwnerOnly.prepare(member));
  }

  @Test
  void a_private_key_that_was_open_is_left_for_its_reader_to_refuse() throws IOException {
    Files.createDirectories(member);
    var key = Files.writeString(member.resolve("key"), "");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
    OwnerOnly.prepare(member);
    assertEquals("rw-r--r--", mode(key));
  }

  @Test
  void links_are_refused_whatever_they_point_to() throws IOException {
    var elsewhere = Files.createDirectories(data.resolve("elsewhere"));
    var target = Files.writeString(elsewhere.resolve("target"), "not to be touched");
    Files.createDirectories(member.resolve("journal"));
    for (var name :
        new String[] {"node.log", "lock", "token", "ledger.mv.db", "journal/0000000001.log"}) {
      var link = Files.createSymbolicLink(member.resolve(name), target);
      assertRefused(link, "symbolic link");
      Files.delete(link);
    }
    var dangling =
        Files.createSymbolicLink(member.resolve("node.log.1"), data.resolve("not-there"));
    assertRefused(dangling, "symbolic link");
    Files.delete(dangling);
    Files.delete(member.resolve("journal"));
    var journal = Files.createSymbolicLink(member.resolve("journal"), elsewhere);
    assertRefused(journal, "symbolic link");
    Files.delete(journal);
    Files.delete(member);
    Files.createSymbolicLink(member, elsewhere);
    assertRefused(member, "symbolic link");
    assertEquals("not to be touched", Files.readString(target));
    assertFalse(Files.exists(elsewhere.resolve("lock")));
  }

  /** A node that opens a pipe waits for its reader for ever. */
  @Test
  void what_is_no_file_is_refused() throws Exception {
    Files.createDirectories(member);
    var pipe = member.resolve("node.log");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    assertRefused(pipe, "neither a file nor a directory");
  }

  private void assertRefused(Path what, String why) {
    var refused =
        assertThrows(DataException.class, () -> DataDirectory.open(data.resolve("deep"), "A"));
    assertTrue(refused.getMessage().startsWith(what + " is "), refused.getMessage());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
