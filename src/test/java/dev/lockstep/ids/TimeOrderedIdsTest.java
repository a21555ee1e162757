package dev.lockstep.ids;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ids that are ordered by time")
class TimeOrderedIdsTest {
  @Test
  void ids_are_of_version_7_and_never_go_back() {
    var ids = new TimeOrderedIds();
    UUID before = ids.next();
    for (int i = 0; i < 100_000; i++) {
      var id = ids.next();
      assertEquals(7, id.version());
      assertEquals(2, id.variant());
      assertTrue(id.getMostSignificantBits() > before.getMostSignificantBits());
      before = id;
    }
  }
}
