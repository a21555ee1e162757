package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a person wants at the wires")
class WireOrderTest {
  private static final List<String> MEMBERS = List.of("A", "B", "C");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cut A→B            | cut         | A→B
          cut A<->B          | cut         | A→B B→A
          hold ack C->A      | hold ack    | C→A
          hold A→B           | hold        | A→B
          hold ack           | hold ack    | A→B A→C B→A B→C C→A C→B
          hold all           | hold        | A→B A→C B→A B→C C→A C→B
          hold ack all       | hold ack    | A→B A→C B→A B→C C→A C→B
          cut from A         | cut         | A→B A→C
          free request to B  | free request| A→B C→B
          delay 200 B→C      | delay 200   | B→C
          double ack A→B     | double ack  | A→B
          heal A↔C           | heal        | A→C C→A
          """)
  void names_words_for_the_sender_and_links(String line, String words, String wires) {
    var order = WireOrder.read(line, MEMBERS).orElseThrow();
    assertEquals(words, order.words());
    assertEquals(
        wires, String.join(" ", order.wires().stream().map(WireOrder.Wire::toString).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cut A→X            | "X" is no member; there are A, B, C.
          cut A→A            | A has no link to itself.
          hold akc A→B       | "akc" is no kind of message
          cut ack A→B        | cut is for all messages of a link, not for ack alone.
          delay A→B          | Say for how many milliseconds, as in delay 200 A→B.
          cut 200 A→B        | Only delay takes milliseconds, not cut.
          hold               | Say which link, as in A→B, from A, to B, or all.
          deliver ack        | Say on which link, as in deliver ack A→B.
          cut A B            | "cut A B" names no link
          """)
  void what_it_cannot_be_is_refused_with_the_remedy(String line, String sentence) {
    var refused = assertThrows(CliException.class, () -> WireOrder.read(line, MEMBERS));
    assertTrue(refused.getMessage().contains(sentence), refused.getMessage());
  }

  @Test
  void another_first_word_is_for_others() {
    assertEquals(Optional.empty(), WireOrder.read("freeze A", MEMBERS));
  }
}
