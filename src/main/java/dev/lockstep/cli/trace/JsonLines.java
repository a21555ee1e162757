package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One event a line, with its member, as the page exports it ({@code trace-export.js}). */
final class JsonLines {
  private JsonLines() {}

  /** The member that an event is about is called {@code about}: {@code member} is whose it is. */
  static ObjectNode line(Step step) {
    ObjectNode line = JsonNodeFactory.instance.objectNode().put("member", step.member());
    line.setAll(step.json());
    if (!step.isMessage() && step.has("member")) {
      line.set("about", step.get("member"));
    }
    return line.put("member", step.member());
  }
}
