package dev.lockstep.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The fields of an event")
class JsonFieldsTest {
  @Test
  void a_thread_does_not_keep_the_room_of_the_longest_one_ever() {
    var fields = new JsonFields();
    fields.put("detail", "x".repeat(1_000_000));
    assertTrue(fields.text().length() > 1_000_000);

    assertEquals("{\"height\":7}", new JsonFields().put("height", 7).text());
    assertTrue(JsonFields.kept() <= JsonFields.KEPT_MAX, JsonFields.kept() + " characters");
  }
}
