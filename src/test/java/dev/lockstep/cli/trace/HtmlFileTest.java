package dev.lockstep.cli.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A trace as an HTML file")
class HtmlFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAMED = Pattern.compile("'(lockstep/[^']+)'");
  private static final Pattern RELATIVE = Pattern.compile("(?m)^(import|export) .* from '\\.");
  private static final String NAME = "</script> & more";

  private static String file() throws IOException {
    var steps = TraceAgreementTest.points().stream().map(point -> point.step).toList();
    return HtmlFile.of(NAME, "lamport", List.of("A", "B", "C"), steps);
  }

  private static JsonNode part(String file, String begin) throws IOException {
    int from = file.indexOf(begin) + begin.length();
    return JSON.readTree(file.substring(from, file.indexOf("</script>", from)));
  }

  @Test
  void has_every_module_that_one_of_its_modules_imports() throws IOException {
    var imports = part(file(), "<script type=\"importmap\">").path("imports");

    assertTrue(imports.has("lockstep/player.js"));
    for (var each : imports.properties()) {
      var address = each.getValue().asText().split(",", 2);
      assertEquals("data:text/javascript;base64", address[0]);
      var source = new String(Base64.getDecoder().decode(address[1]), StandardCharsets.UTF_8);
      assertFalse(RELATIVE.matcher(source).find(), each::getKey);
      NAMED
          .matcher(source)
          .results()
          .forEach(found -> assertTrue(imports.has(found.group(1)), found::group));
    }
  }

  @Test
  void has_the_events_of_each_member_and_nothing_ends_their_script() throws IOException {
    var recording = part(file(), "id=\"recording\">");

    assertEquals(NAME, recording.path("ledger").asText());
    int events = 0;
    for (var lane : recording.path("lanes")) {
      events += lane.size();
    }
    assertEquals(TraceAgreementTest.points().size(), events);
    assertFalse(file().contains(NAME));
  }
}
