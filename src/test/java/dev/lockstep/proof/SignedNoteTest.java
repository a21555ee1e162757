package dev.lockstep.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C2SP signed-note and tlog-checkpoint, byte for byte. */
@DisplayName("A signed note")
class SignedNoteTest {
  private static final String CHECKPOINT =
      "example.com/behind-the-sofa\n"
          + "20852163\n"
          + "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

  /** The example of the specification of checkpoints. */
  private static final String NOTE =
      CHECKPOINT
          + "\n"
          + "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

  @Test
  void the_example_of_the_specification_is_read_and_written_again() {
    var note = SignedNote.parse(NOTE);
    assertEquals(CHECKPOINT, note.text());
    assertEquals(1, note.signatures().size());
    var line = note.signatures().getFirst();
    assertEquals("example.com/behind-the-sofa", line.name());
    assertEquals("033de0ae", line.keyId());
    assertEquals(64, line.signature().length);
    assertEquals(NOTE, note.format());
    assertEquals(note, SignedNote.parse(NOTE.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void its_text_is_a_checkpoint() {
    var checkpoint = Checkpoint.parse(CHECKPOINT);
    assertEquals("example.com/behind-the-sofa", checkpoint.origin());
    assertEquals(20_852_163, checkpoint.size());
    assertEquals(20_852_162, checkpoint.height());
    assertEquals(
        "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62",
        checkpoint.root().toString());
    assertEquals(CHECKPOINT, checkpoint.text());
  }

  @Test
  void the_last_empty_line_ends_the_text() {
    var note = SignedNote.parse("a\n\nb\n\n— k AAAAAQI=\n");
    assertEquals("a\n\nb\n", note.text());
    assertEquals(List.of(new SignedNote.Line("k", "00000001", new byte[] {2})), note.signatures());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\n",
        "a\n\n",
        "a\n— k AAAAAQI=\n",
        "a\n\n— k AAAAAQI=",
        "a\n\n- k AAAAAQI=\n",
        "a\n\n—k AAAAAQI=\n",
        "a\n\n— k\n",
        "a\n\n—  AAAAAQI=\n",
        "a\n\n— k AAAAAQ==\n",
        "a\n\n— k AAAAAQI\n",
        "a\n\n— k AAAAAQJ=\n",
        "a\n\n— k AAAAAQI= \n",
        "a\n\n— k AAAAAQI=\nb\n",
        "a\n\n— k AAAAAQI=\r\n",
        "a\tb\n\n— k AAAAAQI=\n",
        "a\n\n— k+1 AAAAAQI=\n",
        "a\n\n— k\u00a0l AAAAAQI=\n",
      })
  void anything_else_is_none(String note) {
    assertThrows(MalformedException.class, () -> SignedNote.parse(note));
  }

  @Test
  void broken_utf8_and_too_many_signatures_are_none() {
    var bytes = NOTE.getBytes(StandardCharsets.UTF_8);
    bytes[0] = (byte) 0xff;
    assertThrows(MalformedException.class, () -> SignedNote.parse(bytes));
    assertEquals(99, SignedNote.parse("a\n\n" + "— k AAAAAQI=\n".repeat(99)).signatures().size());
    assertThrows(
        MalformedException.class, () -> SignedNote.parse("a\n\n" + "— k AAAAAQI=\n".repeat(100)));
    assertThrows(
        MalformedException.class,
        () -> SignedNote.parse("a".repeat(100_001) + "\n\n— k AAAAAQI=\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o\n1\n",
        "o\n1\nAAAA\n",
        "o\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n-1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n+1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\nmore\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
        "o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
      })
  void no_other_text_is_a_checkpoint(String text) {
    assertThrows(MalformedException.class, () -> Checkpoint.parse(text));
  }

  @Test
  void the_origin_names_the_ledger_and_its_genesis() {
    assertEquals("lockstep/demo/" + "0".repeat(64), Checkpoint.originOf("demo", Hash.ZERO));
  }
}
