package dev.lockstep.console.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.console.result.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read without a tree is what the tree says, or nothing. */
@DisplayName("Many transfers in JSON")
class BatchReaderTest {
  private static final String NEW_ID = "018f4e7b-0000-7000-8000-000000000001";
  private static final String PAID = "{'to':'B','amount':'1.00'}";

  private final BatchReader reader = reader(Optional.of("A"));

  private static BatchReader reader(Optional<String> account) {
    return new BatchReader(new TransferInput(account, () -> NEW_ID));
  }

  /** JSON with single quotes. */
  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  private List<TransferInput.Read> tree(String json) {
    return reader.read(JsonInput.parse(bytes(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'transfers':[]}",
        " { 'transfers' : [ " + PAID + " , " + PAID + " ] } ",
        "{'transfers':[{'amount':'x','memo':'m','to':'B','from':'C','id':'1'}]}",
        "{'transfers':[{'id':'018F4E7B-0000-7000-8000-000000000009','to':'B','amount':'9'}]}",
        "{'transfers':[{'to':'\\u00e4 \\ud83d\\ude00 ß','amount':'1','memo':'\\ud800'}]}"
      })
  void what_is_right_is_read_without_a_tree(String json) {
    assertEquals(Optional.of(tree(json)), reader.read(bytes(json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{'transfers':{}}",
        "{'transfers':[1]}",
        "{'transfers':[[]]}",
        "{'transfers':[],'transfers':[]}",
        "{'transfers':[],'x':1}",
        "{'transfers':[" + PAID + "]} {}",
        "{'transfers':[" + PAID,
        "{'transfers':[{'to':'B'}]}",
        "{'transfers':[{'amount':'1'}]}",
        "{'transfers':[{'to':'B','amount':'1','to':'C'}]}",
        "{'transfers':[{'to':'B','amount':'1','fee':'1'}]}"
      })
  void of_what_is_wrong_nothing_is_read_and_the_tree_says_why(String json) {
    assertEquals(Optional.empty(), reader.read(bytes(json)));
    assertThrows(ApiException.class, () -> tree(json));
  }

  @Test
  void numbers_and_nulls_are_left_to_the_tree() {
    assertEquals(Optional.empty(), reader.read(bytes("{'transfers':[{'to':'B','amount':1}]}")));
    var withNull = "{'transfers':[{'to':'B','amount':'1','memo':null}]}";
    assertEquals(Optional.empty(), reader.read(bytes(withNull)));
    assertEquals(1, tree(withNull).size());
  }

  @Test
  void a_text_that_is_no_utf_8_and_a_payer_that_is_missing_are_left_to_the_tree() {
    var text = bytes("{'transfers':[{'to':'B','amount':'1','memo':'x'}]}");
    text[text.length - 5] = (byte) 0xC0;
    assertEquals(Optional.empty(), reader.read(text));
    assertEquals(
        Optional.empty(), reader(Optional.empty()).read(bytes("{'transfers':[" + PAID + "]}")));
  }

  @Test
  void there_are_at_most_as_many_as_a_block_holds() {
    assertEquals(8_192, reader.read(many(8_192)).orElseThrow().size());
    assertEquals(Optional.empty(), reader.read(many(8_193)));
  }

  private static byte[] many(int count) {
    return bytes("{'transfers':[" + String.join(",", Collections.nCopies(count, PAID)) + "]}");
  }

  /** A text of which any one byte has been changed, doubled or taken away. */
  @Test
  void one_wrong_byte_never_makes_another_transfer_than_the_tree_reads() {
    var random = new Random(7);
    var right =
        bytes(
            "{'transfers':[{'id':'"
                + NEW_ID
                + "','from':'A','to':'B','amount':'4.20','memo':'ä'},"
                + PAID
                + "]}");
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      var text = mutated(right, random);
      var found = reader.read(text);
      if (found.isPresent()) {
        read++;
        assertEquals(reader.read(JsonInput.parse(text)), found.get());
      }
    }
    assertTrue(read > 1_000, "too few of them could be read: " + read);
  }

  private static byte[] mutated(byte[] right, Random random) {
    List<Byte> bytes = new ArrayList<>();
    for (byte each : right) {
      bytes.add(each);
    }
    int at = random.nextInt(bytes.size());
    switch (random.nextInt(3)) {
      case 0 -> bytes.set(at, (byte) random.nextInt(256));
      case 1 -> bytes.add(at, bytes.get(at));
      default -> bytes.remove(at);
    }
    var text = new byte[bytes.size()];
    for (int i = 0; i < text.length; i++) {
      text[i] = bytes.get(i);
    }
    return text;
  }
}
