package dev.lockstep.order.member;

import dev.lockstep.order.Event;
import dev.lockstep.order.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a step has answered, as events: one for each outcome, not one for each transfer, because a
 * block answers thousands.
 */
final class AnsweredInStep {
  private final Map<Answer, Group> groups = new LinkedHashMap<>();

  private record Answer(String outcome, String reason) {}

  private static final class Group {
    final List<UUID> first = new ArrayList<>();
    int count;
  }

  void add(List<UUID> ids, Outcome[] outcomes) {
    for (int i = 0; i < outcomes.length; i++) {
      var group = groups.computeIfAbsent(answer(outcomes[i]), any -> new Group());
      if (group.first.size() < Event.SHOWN) {
        group.first.add(ids.get(i));
      }
      group.count++;
    }
  }

  /** The answers since the last call. */
  List<Event> take(long time) {
    List<Event> events = new ArrayList<>(groups.size());
    groups.forEach(
        (answer, group) ->
            events.add(
                new Event.Answered(
                    time, List.copyOf(group.first), group.count, answer.outcome, answer.reason)));
    groups.clear();
    return events;
  }

  private static Answer answer(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Committed _ -> new Answer("committed", "");
      case Outcome.Executed _ -> new Answer("executed", "");
      // The detail names the transfer, and is in an event of its own.
      case Outcome.Refused(var refusal) -> new Answer("refused", refusal.code().text());
      case Outcome.Unavailable(var _, var reason) -> new Answer("unavailable", reason);
      case Outcome.Overloaded _ -> new Answer("overloaded", "");
      case Outcome.InDoubt(var _, var reason) -> new Answer("in_doubt", reason);
      case Outcome.NotFound _ -> new Answer("not_found", "");
    };
  }
}
