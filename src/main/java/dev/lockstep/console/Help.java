package dev.lockstep.console;

import dev.lockstep.command.Manual;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** What {@code help} answers. */
final class Help {
  private Help() {}

  /** One command with all there is to know, or a list of all. */
  static JsonObject of(Optional<Manual.Entry> topic) {
    var commands = new JsonArray();
    topic.map(List::of).orElseGet(Manual::entries).forEach(entry -> commands.add(json(entry)));
    return new JsonObject().put("commands", commands);
  }

  private static JsonObject json(Manual.Entry entry) {
    return new JsonObject()
        .put("names", new JsonArray(entry.names()))
        .put("usage", entry.usage())
        .put("text", entry.summary())
        .put("details", entry.details())
        .put("examples", new JsonArray(entry.examples()));
  }

  static String list(JsonObject help) {
    var commands = help.getJsonArray("commands");
    var table = new TextTable("", "");
    for (int i = 0; i < commands.size(); i++) {
      var entry = commands.getJsonObject(i);
      table.row(entry.getString("usage"), entry.getString("text"));
    }
    return table + "\nAdd -o json to any of them for JSON. help transfer says more about transfer.";
  }

  static String topic(JsonObject help) {
    var entry = help.getJsonArray("commands").getJsonObject(0);
    var text = new StringBuilder(entry.getString("usage")).append('\n');
    text.append("  ").append(entry.getString("text")).append(".\n");
    if (!entry.getString("details").isEmpty()) {
      text.append("  ").append(entry.getString("details")).append('\n');
    }
    text.append("Examples:");
    entry.getJsonArray("examples").forEach(example -> text.append("\n  ").append(example));
    return text.toString();
  }
}
