package dev.lockstep.cli.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hash;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ids of a run")
class RunIdsTest {
  private static final Hash LEDGER = Hash.parse("11".repeat(32));
  private static final Hash OTHER_LEDGER = Hash.parse("22".repeat(32));
  private static final ParsedLine.Triplet RENT = new ParsedLine.Triplet("A", "B", "4", "rent");
  private static final ParsedLine.Triplet WAGE = new ParsedLine.Triplet("A", "B", "5", "");
  private static final ParsedLine.Triplet GIFT = new ParsedLine.Triplet("B", "A", "5", "");

  private static List<UUID> ids(Hash ledger, String run, ParsedLine.Triplet... triplets) {
    var ids = new RunIds(ledger, run);
    return Stream.of(triplets).map(ids::next).toList();
  }

  @Test
  void a_second_run_gives_the_same_ids() {
    assertEquals(ids(LEDGER, "r", RENT, WAGE, GIFT), ids(LEDGER, "r", RENT, WAGE, GIFT));
  }

  @Test
  void another_run_and_another_ledger_give_others() {
    var first = ids(LEDGER, "r", RENT).getFirst();
    assertNotEquals(first, ids(LEDGER, "s", RENT).getFirst());
    assertNotEquals(first, ids(OTHER_LEDGER, "r", RENT).getFirst());
  }

  @Test
  void equal_lines_are_different_transfers() {
    assertEquals(3, ids(LEDGER, "r", RENT, RENT, RENT).stream().distinct().count());
  }

  @Test
  void a_line_keeps_its_id_where_others_come_go_or_move() {
    var before = ids(LEDGER, "r", RENT, WAGE, WAGE);
    var after = ids(LEDGER, "r", GIFT, WAGE, RENT, WAGE, RENT);
    assertEquals(
        List.of(before.get(1), before.get(0), before.get(2)), after.subList(1, 4), after::toString);
    assertTrue(before.stream().noneMatch(after.get(4)::equals));
  }

  @Test
  void the_same_amount_in_other_digits_is_the_same_transfer() {
    assertEquals(
        ids(LEDGER, "r", RENT), ids(LEDGER, "r", new ParsedLine.Triplet("A", "B", "4.00", "rent")));
  }

  @Test
  void an_id_is_a_uuid_of_version_8() {
    var id = ids(LEDGER, "r", RENT).getFirst();
    assertEquals(8, id.version());
    assertEquals(2, id.variant());
  }

  @Test
  void the_ids_stay_what_they_were_in_earlier_versions() {
    assertEquals(
        List.of("d30fa524-edd2-80fc-b1dd-bf34f2a6100f", "d30fa524-346e-875d-a7f3-4502faea1a52"),
        ids(LEDGER, "r", RENT, RENT).stream().map(UUID::toString).toList());
  }
}
