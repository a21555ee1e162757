package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The pipe between a node of a lab and its supervisor")
class LabPipeTest {
  private final PipedWriter out = new PipedWriter();
  private final LabPipe pipe = new LabPipe(new PrintWriter(out));

  @Test
  void each_question_gets_its_own_answer() throws IOException {
    var said = new BufferedReader(new PipedReader(out));
    var first = pipe.ask("cut A→B").toCompletableFuture();
    var second = pipe.ask("").toCompletableFuture();
    assertEquals("{\"ask\":1,\"line\":\"cut A→B\"}", said.readLine());
    assertEquals("{\"ask\":2,\"line\":\"\"}", said.readLine());

    assertTrue(pipe.hears("{\"answer\":2,\"said\":[]}"));
    assertFalse(first.isDone());
    assertTrue(pipe.hears("{\"answer\":1,\"problem\":\"B has ended.\"}"));
    assertEquals("B has ended.", first.join().getString("problem"));
    assertTrue(second.isDone());
  }

  @Test
  void tells_what_is_held_and_leaves_every_other_line_to_the_node() throws IOException {
    var said = new BufferedReader(new PipedReader(out));
    pipe.wire(new JsonObject().put("B", new JsonObject().put("cut", true)));
    assertEquals("{\"wire\":{\"B\":{\"cut\":true}}}", said.readLine());
    assertFalse(pipe.hears("cut B"));
  }
}
