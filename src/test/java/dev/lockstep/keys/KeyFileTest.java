package dev.lockstep.keys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files of a key pair")
class KeyFileTest {
  private static final String NAME = "demo/A";

  @TempDir Path data;

  @Test
  void the_first_start_makes_a_pair_for_its_owner_alone() throws IOException {
    var key = KeyFile.openOrCreate(data.resolve("A"), NAME);

    assertEquals("rwx------", permissions("A"));
    assertEquals("rw-------", permissions("A/key"));
    assertEquals(
        new VerifierKey(NAME, key.publicKey()).line() + "\n",
        Files.readString(data.resolve("A/key.pub")));
    assertEquals(List.of("key", "key.pub"), files());
  }

  @Test
  void later_starts_read_it() throws IOException {
    var first = KeyFile.openOrCreate(data.resolve("A"), NAME);
    var bytes = Files.readString(data.resolve("A/key"));
    Files.delete(data.resolve("A/key.pub"));

    var second = KeyFile.openOrCreate(data.resolve("A"), NAME);

    assertEquals(first.publicKey(), second.publicKey());
    assertEquals(bytes, Files.readString(data.resolve("A/key")));
    assertEquals(Optional.of(first.publicKey()), KeyFile.readPublic(data.resolve("A"), NAME));
  }

  /** What openssl reads and writes for an Ed25519 key; the pair is test 1 of RFC 8032. */
  @Test
  void a_key_of_openssl_is_taken() throws IOException {
    Files.createDirectory(data.resolve("A"));
    write(
        """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
        -----END PRIVATE KEY-----
        """);

    assertEquals(
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        KeyFile.openOrCreate(data.resolve("A"), NAME).publicKey().toString());
  }

  @Test
  void of_many_that_begin_at_once_all_have_the_same_pair() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<PublicKey> open = () -> KeyFile.openOrCreate(data.resolve("A"), NAME).publicKey();
      var keys = threads.invokeAll(Stream.generate(() -> open).limit(32).toList());
      assertEquals(1, keys.stream().map(java.util.concurrent.Future::resultNow).distinct().count());
    }
    assertEquals(List.of("key", "key.pub"), files());
  }

  @Test
  void a_damaged_key_is_neither_used_nor_replaced() throws IOException {
    Files.createDirectory(data.resolve("A"));
    for (var text :
        List.of(
            "",
            "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PRIVATE KEY-----\n!\n-----END PRIVATE KEY-----\n",
            "-----BEGIN PUBLIC KEY-----\nMC4C\n-----END PUBLIC KEY-----\n")) {
      write(text);

      assertRefused("is no Ed25519 private key");

      assertEquals(text, Files.readString(data.resolve("A/key")));
    }
  }

  @Test
  void a_key_that_others_may_read_is_refused() throws IOException {
    KeyFile.openOrCreate(data.resolve("A"), NAME);
    Files.setPosixFilePermissions(
        data.resolve("A/key"), PosixFilePermissions.fromString("rw-r-----"));

    assertRefused("is open to others");
  }

  @Test
  void a_public_key_that_cannot_be_written_leaves_no_draft() throws IOException {
    KeyFile.openOrCreate(data.resolve("A"), NAME);
    Files.delete(data.resolve("A/key.pub"));
    Files.createDirectories(data.resolve("A/key.pub/full"));

    assertRefused("can be neither read nor written");

    assertEquals(List.of("key", "key.pub"), files());
  }

  @Test
  void a_link_is_refused() throws IOException {
    KeyFile.openOrCreate(data.resolve("B"), "demo/B");
    Files.createDirectory(data.resolve("A"));
    Files.createSymbolicLink(data.resolve("A/key"), data.resolve("B/key"));
    assertRefused("is no file but a link");

    Files.createSymbolicLink(data.resolve("A/key.pub"), data.resolve("B/key.pub"));
    assertThrows(KeyException.class, () -> KeyFile.readPublic(data.resolve("A"), "demo/B"));
  }

  @Test
  void a_public_key_of_another_name_is_refused() {
    KeyFile.openOrCreate(data.resolve("A"), NAME);

    var thrown =
        assertThrows(KeyException.class, () -> KeyFile.readPublic(data.resolve("A"), "demo/B"));

    assertTrue(thrown.getMessage().contains("of demo/A and not of demo/B"), thrown::getMessage);
  }

  private void assertRefused(String problem) {
    var thrown =
        assertThrows(KeyException.class, () -> KeyFile.openOrCreate(data.resolve("A"), NAME));
    assertTrue(thrown.getMessage().contains(problem), thrown::getMessage);
    assertFalse(thrown.getMessage().contains("BEGIN"), thrown::getMessage);
  }

  private void write(String text) throws IOException {
    Files.write(data.resolve("A/key"), text.getBytes(StandardCharsets.US_ASCII));
    Files.setPosixFilePermissions(
        data.resolve("A/key"), PosixFilePermissions.fromString("rw-------"));
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file)));
  }

  private List<String> files() throws IOException {
    try (var files = Files.list(data.resolve("A"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
