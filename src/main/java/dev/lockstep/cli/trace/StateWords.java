package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What an event has changed of the state of its member, in a few words. The card has the same. */
final class StateWords {
  private final JsonNode now;
  private final List<String> parts = new ArrayList<>();

  private StateWords(JsonNode now) {
    this.now = now;
  }

  /** Empty when the event tells nothing of the state. */
  static String of(Step step) {
    var words = new StateWords(step.get("now"));
    words.chain();
    words.section();
    words.voting();
    words.heard();
    return String.join(", ", words.parts);
  }

  private void chain() {
    add("clock", "clock %s");
    add("height", "head #%s");
    add("durable", "on its disk #%s");
    add("committed", "committed #%s");
  }

  private void section() {
    if (now.has("claim")) {
      parts.add(
          now.get("claim").isNull() ? "no request" : "request " + Words.claim(now.get("claim")));
    }
    add("place", "%s");
    if (now.has("queue")) {
      List<String> queue = new ArrayList<>();
      now.get("queue").forEach(each -> queue.add(Words.claim(each)));
      parts.add("queue " + (queue.isEmpty() ? "empty" : String.join(" ", queue)));
    }
  }

  private void voting() {
    ballot("promised");
    ballot("accepted");
    if (now.has("leads")) {
      var leads = now.get("leads");
      parts.add(
          leads.isNull()
              ? "leads none"
              : "leads %s: promises %s, votes %s"
                  .formatted(
                      Words.ballot(leads.path("ballot")),
                      names(leads.path("promised")),
                      names(leads.path("voted"))));
    }
    add("logged", "local log %s");
  }

  private void heard() {
    now.path("heard")
        .properties()
        .forEach(
            each ->
                parts.add(
                    each.getValue().isNull()
                        ? "nothing heard of " + each.getKey()
                        : "heard %s %s%s"
                            .formatted(
                                each.getKey(),
                                each.getValue().path("time").asText(),
                                each.getValue().path("allows").asBoolean() ? " ✔" : "")));
  }

  private void add(String field, String text) {
    if (now.has(field)) {
      parts.add(text.formatted(now.get(field).asText()));
    }
  }

  private void ballot(String field) {
    if (now.has(field)) {
      var ballot = now.get(field);
      parts.add(field + " " + (ballot.isNull() ? "none" : Words.ballot(ballot)));
    }
  }

  private static String names(JsonNode members) {
    List<String> names = new ArrayList<>();
    members.forEach(each -> names.add(each.asText()));
    return names.isEmpty() ? "none" : String.join(" ", names);
  }
}
