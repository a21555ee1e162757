package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.keys.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh key")
class KeyCommandTest {
  @TempDir Path folder;

  private Cli cli;

  @BeforeEach
  void cluster() throws IOException {
    cli = new Cli(folder).cluster(1, 2);
  }

  @Test
  void prints_the_public_key_and_nothing_else() throws IOException {
    var first = cli.run("key", "A");
    var again = cli.run("key", "A");

    assertEquals(0, first.code(), first::err);
    assertEquals("test/A", VerifierKey.parse(first.out().strip()).name());
    assertEquals(Files.readString(folder.resolve("data/A/key.pub")), first.out());
    assertEquals(first, again);
    assertEquals("", first.err());
  }

  @Test
  void prints_the_same_key_for_cosignatures() {
    var key = VerifierKey.parse(cli.run("key", "A").out().strip());

    assertEquals(key.cosignerLine() + "\n", cli.run("key", "A", "--cosigner").out());
  }

  @Test
  void knows_members_only() {
    var result = cli.run("key", "X");

    assertEquals(2, result.code());
    assertTrue(result.err().contains("\"X\" is no member"), result::err);
  }

  @Test
  void does_not_give_one_member_the_directory_of_another() throws IOException {
    Files.writeString(folder.resolve("data/A/member"), "B\n");

    var result = cli.run("key", "A");

    assertEquals(1, result.code());
    assertTrue(result.err().contains("belongs to member B, not to A"), result::err);
  }
}
