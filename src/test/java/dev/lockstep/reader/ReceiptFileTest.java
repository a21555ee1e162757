package dev.lockstep.reader;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.Receipt;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Signing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receipt of {@code docs/format.md}, whose numbers another program has computed. */
@DisplayName("A receipt as a file")
class ReceiptFileTest {
  private static final List<Hash> BLOCKS =
      List.of(
          Hash.parse("27ad9e1dcb0b3ab2961b4a5b407ce8e55ca6e6d8438f58c4488707eb8ea68c72"),
          Hash.parse("d256dbc15378d723ea59880c0af72e6e4a24bdef4adb409b1e90424000d38d89"),
          Hash.parse("a4f821f970ff8d48dc1ae8dc3597494d1959b4dbede39fe18b8560065cf1d50a"));

  /** What is changed, and into what. */
  private static final List<List<String>> TAMPERED =
      List.of(
          List.of("\"2.50\"", "\"2.51\""),
          List.of("\"position\": 1", "\"position\": 0"),
          List.of("\"to\": \"A\"", "\"to\": \"C\""),
          List.of("rent", "rent "),
          List.of("8000-000000000002", "8000-000000000003"),
          List.of("\"height\": 2", "\"height\": 1"),
          List.of("\"time\": 7", "\"time\": 8"),
          List.of("\"transfer_count\": 3", "\"transfer_count\": 2"),
          List.of("9cc495e2", "9cc495e3"),
          List.of("70151bd8", "70151bd9"),
          List.of("\\n3\\n", "\\n4\\n"),
          List.of("zM3jJsIg", "zM3jJsIh"),
          List.of("h0j8iwAAAABrSdIA", "h0j8iwAAAABrSdIB"),
          List.of("lockstep/demo/27", "lockstep/demo/28"),
          List.of("\"checkpoint\"", "\"checkpoints\""));

  @TempDir Path folder;

  private static Believed believed() {
    return Believed.given(Samples.KEYS);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_example_holds() throws IOException {
    var receipt = ReceiptFile.parse(utf8(Samples.receipt()));
    var holds =
        assertInstanceOf(
            Receipt.Finding.Holds.class, receipt.check(believed().trust(receipt.note())));
    assertEquals(BLOCKS.get(2), holds.block());
    assertEquals(List.of("demo/A", "demo/B"), holds.signatories());
    assertEquals(Samples.note(), receipt.note().format());
  }

  @Test
  void the_classes_of_the_node_make_the_same_tree_keys_and_signatures() throws IOException {
    var tree = HashTree.overBlocks(height -> BLOCKS.get((int) height));
    tree.growTo(3);
    var text = new Checkpoint("lockstep/demo/" + BLOCKS.getFirst(), 3, tree.root(3)).text();
    assertEquals(
        Samples.KEYS,
        List.of(
            new VerifierKey("demo/A", Keys.of("A").publicKey()).line(),
            new VerifierKey("demo/B", Keys.of("B").publicKey()).line()));
    assertEquals(
        Samples.note(),
        new SignedNote(
                text,
                List.of(
                    Signing.sign(Keys.of("A"), "demo/A", text),
                    Signing.cosign(Keys.of("B"), "demo/B", text, 1_800_000_000)))
            .format());
    assertTrue(Samples.page().contains(tree.root(3).toString()));
    Samples.KEYS.forEach(
        key -> {
          try {
            assertTrue(Samples.page().lines().anyMatch(key::equals), key);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  @Test
  void whatever_is_changed_it_does_not_hold() throws IOException {
    for (var change : TAMPERED) {
      var text = Samples.receipt().replace(change.get(0), change.get(1));
      assertTrue(!text.equals(Samples.receipt()), change.toString());
      try {
        var receipt = ReceiptFile.parse(utf8(text));
        assertInstanceOf(
            Receipt.Finding.Fails.class,
            receipt.check(believed().trust(receipt.note())),
            change.toString());
      } catch (MalformedException e) {
        assertTrue(!e.getMessage().isBlank(), change.toString());
      }
    }
  }

  @Test
  void what_is_no_receipt_is_refused_with_a_reason() throws IOException {
    var receipt = Samples.receipt();
    for (var text :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            receipt + "x",
            receipt.replace("\"position\": 1", "\"position\": 1.0"),
            receipt.replace("\"position\": 1", "\"position\": \"1\""),
            receipt.replace("\"position\": 1", "\"position\": 99999999999"),
            receipt.replace("\"position\": 1", "\"position\": 1, \"position\": 1"),
            receipt.replace("\"2.50\"", "2.50"),
            receipt.replace("\"2.50\"", "\"-2.50\""),
            receipt.replace("\"from\": \"B\"", "\"from\": \"B B\""),
            receipt.replace("rent", "r".repeat(141)),
            receipt.replace("rent", "\\ud800"),
            receipt.replace("rent", "r".repeat(70_000)),
            receipt.replace("9cc495e2", "9CC495E2"),
            receipt.replace("\"block_path\": [", "\"block_path\": [7, "))) {
      var problem = assertThrows(MalformedException.class, () -> ReceiptFile.parse(utf8(text)));
      assertTrue(!problem.getMessage().isBlank(), text);
    }
  }

  // --- other implementations --------------------------------------------------------------------

  private record Run(int code, String output) {}

  private static Run run(List<String> command) {
    try {
      var builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("GO111MODULE", "off");
      builder.environment().put("GOPATH", "/usr/share/gocode");
      var process = builder.start();
      var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Run(process.waitFor(), output);
    } catch (IOException e) {
      return new Run(-1, e.getMessage());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static List<String> withKeys(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    command.addAll(Samples.KEYS);
    return command;
  }

  @Test
  void the_checker_in_python_agrees() throws IOException {
    assumeTrue(
        run(List.of("python3", "--version")).code() == 0
            && run(List.of("openssl", "version")).output().startsWith("OpenSSL 3"),
        "Python 3 or OpenSSL 3 is missing, so docs/check_receipt.py is not tested.");
    var good = file("good.json", Samples.receipt());
    var run = run(withKeys("python3", "docs/check_receipt.py", good.toString()));
    assertEquals(0, run.code(), run::output);
    assertTrue(run.output().contains("signed by demo/A, demo/B, 2 of 2 members"), run::output);
    for (var change : TAMPERED) {
      var bad = file("bad.json", Samples.receipt().replace(change.get(0), change.get(1)));
      var refused = run(withKeys("python3", "docs/check_receipt.py", bad.toString()));
      assertEquals(5, refused.code(), () -> change + refused.output());
      assertTrue(refused.output().contains("does not hold: "), refused::output);
    }
    var one =
        run(List.of("python3", "docs/check_receipt.py", good.toString(), Samples.KEYS.get(1)));
    assertEquals(0, one.code(), one::output);
  }

  /** Go's own implementation of signed notes, which its checksum database uses. */
  @Test
  void the_signed_notes_of_go_agree() throws IOException {
    assumeTrue(
        run(List.of("go", "version")).code() == 0
            && Files.exists(Path.of("/usr/share/gocode/src/golang.org/x/mod/sumdb/note/note.go")),
        "Go or golang.org/x/mod (Debian: golang-go golang-golang-x-mod-dev) is missing, so that"
            + " implementation of signed notes is not tested.");
    var note = file("checkpoint", Samples.note()).toString();
    var run = run(withKeys("go", "run", "src/test/go/note.go", note));
    assertEquals(
        Samples.note().substring(0, Samples.note().indexOf("\n\n") + 1)
            + "signed by demo/A\nsigned by demo/B\n",
        run.output());
    // With the keys alone that ./run.sh key prints: the cosignature is of a kind it does not know.
    var first =
        run(List.of("go", "run", "src/test/go/note.go", note, Samples.KEYS.getFirst())).output();
    assertTrue(first.endsWith("signed by demo/A\nnot known demo/B\n"), first);
    var changed = file("changed", Samples.note().replace("\n3\n", "\n4\n")).toString();
    var refused = run(withKeys("go", "run", "src/test/go/note.go", changed));
    assertTrue(
        refused.code() != 0 && refused.output().contains("invalid signature"), refused::output);
  }
}
