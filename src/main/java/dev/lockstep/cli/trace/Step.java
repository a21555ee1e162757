package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One event of one member, as {@code watch} shows it. The terminal adds three kinds that no member
 * sends: {@code gap}, {@code unreachable} and {@code live}.
 *
 * @param json all fields of it
 */
public record Step(String member, ObjectNode json) {
  static final String GAP = "gap";
  static final String UNREACHABLE = "unreachable";
  static final String LIVE = "live";

  /** Numbers of events that cannot be shown. */
  public static Step gap(String member, long from, long to) {
    return new Step(
        member,
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", GAP)
            .put("seq", from)
            .put("to", to)
            .put("time", 0));
  }

  /**
   * The member answers no longer, or again.
   *
   * @param at when it was last heard
   */
  public static Step reached(String member, boolean isLive, String at) {
    return new Step(
        member,
        JsonNodeFactory.instance
            .objectNode()
            .put("kind", isLive ? LIVE : UNREACHABLE)
            .put("time", 0)
            .put("at", at));
  }

  long number() {
    return json.path("seq").asLong();
  }

  /** Lamport time. */
  long time() {
    return json.path("time").asLong();
  }

  String kind() {
    return json.path("kind").asText();
  }

  /** By the wall clock of the member, if it says. */
  Optional<Instant> at() {
    try {
      return Optional.of(Instant.parse(text("at")));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  boolean has(String field) {
    return json.hasNonNull(field);
  }

  JsonNode get(String field) {
    return json.path(field);
  }

  String text(String field) {
    return json.path(field).asText();
  }

  boolean isSent() {
    return kind().equals("sent");
  }

  boolean isReceived() {
    return kind().equals("received");
  }

  boolean isDropped() {
    return kind().equals("dropped");
  }

  boolean isMessage() {
    return isSent() || isReceived() || isDropped();
  }

  /** Signs of life and reports of disks: most of all messages, and part of hardly a decision. */
  boolean isChatter() {
    return isMessage() && Words.CHATTER.contains(text("type"));
  }

  /** The transfers that it names. */
  Stream<String> transfers() {
    return has("ids")
        ? StreamSupport.stream(get("ids").spliterator(), false).map(JsonNode::asText)
        : has("id") ? Stream.of(text("id")) : Stream.empty();
  }

  /**
   * Names a message at both ends. Events of earlier versions have no name for it; one member sends
   * another hardly two messages of one type at one time.
   */
  String message() {
    return has("message")
        ? text("message")
        : String.join(
            " ",
            has("from") ? text("from") : member,
            has("to") ? text("to") : member,
            text("type"),
            text("message_time"));
  }

  /** The claim or the ballot that it is about; empty when it is about neither. */
  String cause() {
    if (has("claim")) {
      return "c" + get("claim").path("time").asText() + "." + get("claim").path("member").asText();
    }
    return has("ballot")
        ? "b" + get("ballot").path("round").asText() + "." + get("ballot").path("member").asText()
        : "";
  }
}
