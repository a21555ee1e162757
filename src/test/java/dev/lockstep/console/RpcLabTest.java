package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The switches of a lab over the WebSocket")
@ExtendWith(VertxExtension.class)
class RpcLabTest {
  private static final String CUT = "{\"line\":\"cut A→B\"}";

  private final List<String> heard = new ArrayList<>();
  private RunningConsole console;
  private Conversation client;

  @BeforeEach
  void start(Vertx vertx) {
    console = RunningConsole.start(vertx);
    client = new Conversation(vertx, console.port);
  }

  private void supervise(String answer) {
    console
        .verticle
        .supervised(
            line -> {
              heard.add(line);
              return CompletableFuture.completedFuture(new JsonObject(answer));
            })
        .await();
  }

  private JsonObject error(Conversation from) throws InterruptedException {
    return from.ask("1", "lab", CUT).next().getJsonObject("error").getJsonObject("data");
  }

  @Test
  void are_refused_by_a_node_that_is_in_no_lab() throws Exception {
    var refused = error(client);
    assertEquals("not_found", refused.getString("code"));
    assertTrue(refused.getString("detail").contains("\"lab: true\""), refused::encode);
  }

  @Test
  void are_handed_to_the_supervisor_whose_answer_comes_back() throws Exception {
    supervise("{\"said\":[\"cut A→B\"],\"members\":[]}");
    var result = client.ask("1", "lab", CUT).next().getJsonObject("result");
    assertEquals("cut A→B", result.getJsonArray("said").getString(0));
    client.ask("2", "lab", "{}").next();
    assertEquals(List.of("cut A→B", ""), heard);
  }

  @Test
  void what_the_supervisor_refuses_is_a_mistake_of_the_client() throws Exception {
    supervise("{\"problem\":\"B has ended.\"}");
    var refused = error(client);
    assertEquals("usage", refused.getString("code"));
    assertEquals("B has ended.", refused.getString("detail"));
  }

  @Test
  void are_refused_with_a_token_that_may_only_read(Vertx vertx) throws Exception {
    supervise("{\"said\":[],\"members\":[]}");
    var reading =
        Conversation.withHeaders(
            vertx, console.port, "Authorization: Bearer " + RunningConsole.READING.text());
    assertEquals("read_only", error(reading).getString("code"));
    assertEquals(List.of(), heard);
  }
}
