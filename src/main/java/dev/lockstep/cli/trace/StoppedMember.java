package dev.lockstep.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lockstep.journal.DataException;
import dev.lockstep.store.StoppedTrace;
import dev.lockstep.store.TracedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The trace of a member that does not answer, on its disk, if that is here. */
final class StoppedMember {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StoppedMember() {}

  /**
   * @param events as {@code watch} would show them, ascending
   * @param sentence what there is to say about it
   */
  record Found(List<ObjectNode> events, String sentence) {}

  /**
   * @param directory {@code DIR/NAME}
   * @param from the lowest number that is wanted
   * @param last how many at most
   */
  static Found read(String member, Path directory, long from, int last) {
    if (!Files.isDirectory(directory)) {
      return new Found(
          List.of(),
          "%s does not answer, and its events are not to be had: there is no directory %s."
              .formatted(member, directory));
    }
    try {
      var events =
          StoppedTrace.newest(directory, from, last).stream()
              .map(event -> json(member, event))
              .toList();
      return new Found(
          events,
          events.isEmpty()
              ? "%s does not answer, and %s holds no events of it.".formatted(member, directory)
              : "%s does not answer; its events up to %s are those on its disk, in %s."
                  .formatted(member, events.getLast().path("at").asText(), directory));
    } catch (DataException e) {
      return new Found(
          List.of(),
          "%s does not answer, and its events are not to be had: %s"
              .formatted(member, e.getMessage()));
    }
  }

  private static ObjectNode json(String member, TracedEvent event) {
    try {
      var json = JSON.createObjectNode().put("kind", event.kind()).put("time", event.time());
      json.setAll((ObjectNode) JSON.readTree(event.particulars()));
      return json.put("seq", event.number()).put("node", member).put("at", "" + event.at());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("event " + event.number() + " of " + member, e);
    }
  }
}
