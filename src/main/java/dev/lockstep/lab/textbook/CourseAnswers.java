package dev.lockstep.lab.textbook;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Outcome;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The requests that are not answered yet; each is answered as a whole. */
final class CourseAnswers {
  private final Map<Long, Outcome[]> open = new HashMap<>();

  /** One transfer of one request. */
  record Place(long ticket, int index) {}

  /**
   * @return the answer, when nothing was asked for
   */
  Optional<Effect> open(long ticket, int size) {
    open.put(ticket, new Outcome[size]);
    return whenComplete(ticket);
  }

  /**
   * @return the answer, when this was the last outcome that it waited for
   */
  Optional<Effect> settle(Place place, Outcome outcome) {
    open.get(place.ticket)[place.index] = outcome;
    return whenComplete(place.ticket);
  }

  private Optional<Effect> whenComplete(long ticket) {
    var outcomes = Arrays.asList(open.get(ticket));
    if (outcomes.contains(null)) {
      return Optional.empty();
    }
    open.remove(ticket);
    return Optional.of(new Effect.Answer(ticket, outcomes));
  }
}
