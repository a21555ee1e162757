package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.reader.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh check")
class CheckCommandTest {
  private static final String A = "--key=" + Samples.KEYS.get(0);
  private static final String B = "--key=" + Samples.KEYS.get(1);

  @TempDir Path folder;

  private Cli cli;
  private Path receipt;

  @BeforeEach
  void files() throws IOException {
    cli = new Cli(folder);
    receipt = Files.writeString(folder.resolve("receipt.json"), Samples.receipt());
  }

  private Cli.Result check(String... arguments) {
    return cli.bare("", arguments);
  }

  @Test
  void says_what_it_has_checked() {
    var result = check("check", receipt.toString(), A, B);

    assertEquals(0, result.code(), result::err);
    assertTrue(
        result
            .out()
            .contains(
                "receipt.json holds: transfer 018f4e7b-0000-7000-8000-000000000002 of 2.50 from B"
                    + " to A for \"rent\" is at height 2, position 1 of lockstep/demo/27ad9e1d"),
        result::out);
    assertTrue(result.out().contains("signatures of demo/A, demo/B, 2 of 2 members"), result::out);
  }

  @Test
  void takes_a_checkpoint_too_and_several_files() throws IOException {
    var note = Files.writeString(folder.resolve("checkpoint"), Samples.note());
    var result = check("check", receipt.toString(), note.toString(), A, B);

    assertEquals(0, result.code(), result::err);
    assertTrue(result.out().contains("checkpoint holds: it is a checkpoint of lockstep/demo/27"));
    assertTrue(result.out().contains(" up to block 2"), result::out);
  }

  @Test
  void ends_with_5_when_one_of_them_does_not_hold() throws IOException {
    var bad =
        Files.writeString(
            folder.resolve("bad.json"), Samples.receipt().replace("\"2.50\"", "\"2.51\""));
    var result = check("check", bad.toString(), receipt.toString(), A, B);

    assertEquals(5, result.code());
    assertTrue(result.err().contains("bad.json does not hold: The transfer does not stand at"));
    assertTrue(result.out().contains("receipt.json holds"), result::out);
    var text = Files.writeString(folder.resolve("text"), "hello");
    assertEquals(5, check("check", text.toString(), A, B).code());
    var hostile =
        Files.writeString(
            folder.resolve("hostile"), Samples.receipt().replace("\"2.50\"", "\"\\u001b[2J\""));
    var shown = check("check", hostile.toString(), A, B);
    assertEquals(5, shown.code());
    assertTrue(shown.err().contains("\"\uFFFD[2J\" is no amount"), shown::err);
    var json = check("check", bad.toString(), A, B, "-o", "json");
    assertEquals(5, json.code());
    assertTrue(json.out().startsWith("{\"ok\":false,\"problem\":\"The transfer"), json::out);
  }

  @Test
  void knows_the_ledger_and_the_number_of_members_from_the_cluster_file() throws IOException {
    cli.cluster(1, 2, 3);
    var nobody = cli.run("check", receipt.toString());
    assertEquals(2, nobody.code());
    assertTrue(nobody.err().contains("No member's public key is known"), nobody::err);

    cli.run("key", "A");
    var other = cli.run("check", receipt.toString());
    assertEquals(5, other.code());
    assertTrue(other.err().contains("The checkpoint is of lockstep/demo/27"), other::err);
    assertTrue(other.err().contains(" and not of lockstep/test/"), other::err);
  }

  @Test
  void refuses_keys_that_are_none_or_of_several_ledgers() {
    var broken = check("check", receipt.toString(), "--key", "demo/A+cccde327+ATn0");
    assertEquals(2, broken.code());
    assertTrue(broken.err().startsWith("The key \"demo/A+cccde327+ATn0\" "), broken::err);
    var missing = check("check", folder.resolve("nothing").toString(), A, B);
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("nothing cannot be read"), missing::err);
    assertEquals(2, check("check", A).code());
  }

  @Test
  void one_of_two_members_is_no_majority() throws IOException {
    var alone =
        Files.writeString(
            folder.resolve("alone.json"),
            Samples.receipt().replaceAll("— demo/B [^\\\\]*\\\\n", ""));
    var result = check("check", alone.toString(), A, B);
    assertEquals(5, result.code(), result::out);
    assertTrue(
        result.err().contains("signed by demo/A, and 2 of 2 members have to sign"), result::err);
  }
}
