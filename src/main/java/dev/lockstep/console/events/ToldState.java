package dev.lockstep.console.events;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Predicate;

/** Whether what a member tells of its state has the form that readers rely on. */
final class ToldState {
  private static final List<String> NUMBERS =
      List.of("clock", "incarnation", "height", "durable", "committed", "logged");
  private static final List<String> PARTS = List.of("claim", "promised", "accepted", "leads");

  private ToldState() {}

  /**
   * @param now of an event; null when it has none
   */
  static boolean isSound(Object now) {
    if (now == null) {
      return true;
    }
    return now instanceof JsonObject state
        && NUMBERS.stream().allMatch(name -> is(state, name, Number.class::isInstance))
        && PARTS.stream().allMatch(name -> is(state, name, JsonObject.class::isInstance))
        && is(state, "place", String.class::isInstance)
        && is(state, "queue", queue -> isList(queue, JsonObject.class))
        && is(state, "heard", ToldState::areHeard)
        && is(state, "leads", ToldState::isLed);
  }

  private static boolean areHeard(Object heard) {
    return heard instanceof JsonObject peers
        && peers.stream().allMatch(each -> each.getValue() == null || isHeard(each.getValue()));
  }

  private static boolean isHeard(Object heard) {
    return heard instanceof JsonObject peer
        && is(peer, "time", Number.class::isInstance)
        && is(peer, "height", Number.class::isInstance)
        && is(peer, "claim", JsonObject.class::isInstance);
  }

  private static boolean isLed(Object leads) {
    return leads instanceof JsonObject ballot
        && ballot.getValue("ballot") instanceof JsonObject
        && isList(ballot.getValue("promised"), String.class)
        && isList(ballot.getValue("voted"), String.class);
  }

  /** A part that is missing or null is as good. */
  private static boolean is(JsonObject json, String name, Predicate<Object> isIt) {
    var value = json.getValue(name);
    return value == null || isIt.test(value);
  }

  private static boolean isList(Object value, Class<?> of) {
    return value instanceof JsonArray list && list.stream().allMatch(of::isInstance);
  }
}
