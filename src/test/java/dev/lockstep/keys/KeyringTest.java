package dev.lockstep.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The keyring")
class KeyringTest {
  @TempDir Path data;

  private final List<String> problems = new ArrayList<>();

  @Test
  void a_key_of_the_cluster_file_is_there_from_the_beginning_and_stays() {
    var key = MemberKey.generate().publicKey();
    var ring = ring(Map.of("A", Optional.of(key)));
    KeyFile.openOrCreate(data.resolve("A"), "demo/A");

    assertEquals(Optional.of(key), ring.of("A"));
    assertEquals(Optional.of("A"), ring.owner(key));
    assertEquals(Optional.empty(), ring.owner(MemberKey.generate().publicKey()));
    assertEquals(Optional.of(key), ring.of("A"));
  }

  @Test
  void a_member_of_this_machine_may_write_its_key_later() {
    var ring = ring(Map.of("A", Optional.empty(), "B", Optional.empty()));
    assertEquals(Optional.empty(), ring.of("A"));

    var key = KeyFile.openOrCreate(data.resolve("A"), "demo/A").publicKey();

    assertEquals(Optional.of(key), ring.of("A"));
    assertEquals(Optional.empty(), ring.of("B"));
    assertTrue(problems.isEmpty(), problems::toString);
  }

  /** Its first connection after a lost disk shows a new key; the file of the owner confirms it. */
  @Test
  void a_member_that_has_lost_its_disk_has_a_new_key() throws IOException {
    var ring = ring(Map.of("A", Optional.empty()));
    var old = KeyFile.openOrCreate(data.resolve("A"), "demo/A").publicKey();
    assertEquals(Optional.of("A"), ring.owner(old));
    Files.delete(data.resolve("A/key"));

    var key = KeyFile.openOrCreate(data.resolve("A"), "demo/A").publicKey();

    assertEquals(Optional.of("A"), ring.owner(key));
    assertEquals(Optional.of(key), ring.of("A"));
    assertEquals(Optional.empty(), ring.owner(old));
  }

  @Test
  void nobody_has_the_key_of_another() throws IOException {
    var key = KeyFile.openOrCreate(data.resolve("B"), "demo/A").publicKey();
    Files.createDirectory(data.resolve("A"));
    Files.move(
        data.resolve("B/key.pub"), data.resolve("A/key.pub"), StandardCopyOption.ATOMIC_MOVE);
    KeyFile.openOrCreate(data.resolve("B"), "demo/B");
    var ring = ring(Map.of("A", Optional.empty(), "B", Optional.empty()));

    assertEquals(Optional.of(key), ring.of("A"));
    assertEquals(Optional.empty(), ring.of("B"));
    assertEquals(Optional.of("A"), ring.owner(key));
  }

  @Test
  void a_key_that_cannot_be_read_is_none_and_says_why() throws IOException {
    Files.createDirectory(data.resolve("A"));
    Files.writeString(data.resolve("A/key.pub"), "nonsense\n");
    var ring = ring(Map.of("A", Optional.empty()));

    assertEquals(Optional.empty(), ring.of("A"));

    assertTrue(problems.getFirst().contains("is not a name, an id and a key"), problems::toString);
  }

  @Test
  void a_stranger_has_no_key() {
    assertEquals(Optional.empty(), ring(Map.of("A", Optional.empty())).of("../A"));
  }

  private Keyring ring(Map<String, Optional<PublicKey>> configured) {
    return Keyring.of("demo", configured, data, problems::add);
  }
}
