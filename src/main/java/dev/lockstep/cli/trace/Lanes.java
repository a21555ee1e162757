package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the node that is watched has sent of each member: which numbers, and whether the member
 * answers it. Notifications become steps here.
 */
final class Lanes {
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final CausalOrder order;

  private enum State {
    UNKNOWN,
    LIVE,
    UNREACHABLE
  }

  private static final class Lane {
    State state = State.UNKNOWN;

    /** The number that is due; below zero while none has come. */
    long next = -1;

    long last;
  }

  /**
   * @param from the numbers that are asked for, of some members
   */
  Lanes(List<String> members, Map<String, Long> from, CausalOrder order) {
    members.forEach(member -> lanes.put(member, new Lane()));
    from.forEach((member, number) -> lanes.get(member).next = number);
    this.order = order;
  }

  /** From which number on each member's events are to be asked for; none of which nothing came. */
  Map<String, Long> next() {
    Map<String, Long> next = new TreeMap<>();
    lanes.forEach(
        (member, lane) -> {
          if (lane.next >= 0) {
            next.put(member, lane.next);
          }
        });
    return next;
  }

  /** Takes in a notification. Those that are not of {@code watch} say nothing here. */
  void take(JsonNode notification, long nowNanos) {
    var params = notification.path("params");
    var lane = lanes.get(params.path("member").asText());
    if (lane == null) {
      return;
    }
    var member = params.path("member").asText();
    switch (notification.path("method").asText()) {
      case "watched" -> {
        lane.last = params.path("last").asLong();
        if (lane.last < lane.next - 1) {
          // Of a data directory that was lost: its numbers begin anew.
          lane.next = -1;
        }
        params.path("events").forEach(event -> add(member, lane, (ObjectNode) event, nowNanos));
      }
      case "watched_gap" -> gap(member, lane, params.path("to").asLong(), nowNanos);
      case "watched_member" -> reached(member, lane, params, nowNanos);
      default -> {}
    }
  }

  /** An event of a member, from wherever. One that has come already is left out. */
  void add(String member, ObjectNode event, long nowNanos) {
    add(member, lanes.get(member), event, nowNanos);
  }

  private void add(String member, Lane lane, ObjectNode event, long nowNanos) {
    long number = event.path("seq").asLong();
    if (number < lane.next) {
      return;
    }
    if (lane.next >= 0) {
      gap(member, lane, number - 1, nowNanos);
    }
    lane.next = number + 1;
    order.add(new Step(member, event), nowNanos);
  }

  private void gap(String member, Lane lane, long to, long nowNanos) {
    if (lane.next >= 0 && lane.next <= to) {
      order.add(Step.gap(member, lane.next, to), nowNanos);
    }
    lane.next = Math.max(lane.next, to + 1);
  }

  private void reached(String member, Lane lane, JsonNode params, long nowNanos) {
    boolean isLive = params.path("state").asText().equals("live");
    boolean isNews = isLive == (lane.state == State.UNREACHABLE) && lane.state != State.UNKNOWN;
    lane.state = isLive ? State.LIVE : State.UNREACHABLE;
    if (isLive) {
      lane.last = params.path("last").asLong();
    }
    // At the beginning it is no news that a member answers.
    if (isNews) {
      order.add(Step.reached(member, isLive, params.path("since").asText()), nowNanos);
    }
  }

  /** Whether everything that had happened is here, of every member that can be reached. */
  boolean isComplete() {
    return lanes.values().stream()
        .allMatch(
            lane ->
                lane.state == State.UNREACHABLE
                    || lane.state == State.LIVE && lane.next > lane.last);
  }

  List<String> unreachable() {
    return lanes.entrySet().stream()
        .filter(lane -> lane.getValue().state != State.LIVE)
        .map(Map.Entry::getKey)
        .toList();
  }
}
