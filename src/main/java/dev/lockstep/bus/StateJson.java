package dev.lockstep.bus;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Snapshot.Heard;
import dev.lockstep.order.Snapshot.Leading;
import dev.lockstep.order.Snapshot.Section;
import dev.lockstep.order.Snapshot.View;
import dev.lockstep.order.Snapshot.Voting;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * The state of a member in the words of the stream: what an event has changed of it, or all of it.
 * What is no more is null.
 */
public final class StateJson {
  private final JsonObject json = new JsonObject();

  private StateJson() {}

  /** Empty when nothing has changed. */
  public static JsonObject of(Local.Change change) {
    var after = change.after().view();
    return change
        .before()
        .map(before -> changed(before.view(), after))
        .orElseGet(() -> whole(after));
  }

  /** The whole state. */
  public static JsonObject whole(View view) {
    var state = new StateJson();
    state.json.put("whole", true);
    state.put(null, view);
    return state.json;
  }

  private static JsonObject changed(View before, View after) {
    var state = new StateJson();
    state.put(before, after);
    return state.json;
  }

  /**
   * @param before null when all is new
   */
  private void put(View before, View after) {
    number("clock", before, after, View::clock);
    number("incarnation", before, after, View::incarnation);
    number("height", before, after, View::height);
    number("durable", before, after, View::durable);
    number("committed", before, after, View::committed);
    heard(before == null ? List.of() : before.heard(), after.heard());
    switch (after.ofProtocol()) {
      case Section section ->
          put(before != null && before.ofProtocol() instanceof Section s ? s : null, section);
      case Voting voting ->
          put(before != null && before.ofProtocol() instanceof Voting v ? v : null, voting);
    }
  }

  private void put(Section before, Section after) {
    part(
        "claim",
        before,
        after,
        Section::claim,
        claim -> orNull(claim.map(LamportEventJson::fields)));
    part("place", before, after, Section::place, place -> place.text());
    part("queue", before, after, Section::queue, queue -> queue(queue));
  }

  private void put(Voting before, Voting after) {
    part("promised", before, after, Voting::promised, ballot -> PaxosEventJson.fields(ballot));
    part(
        "accepted",
        before,
        after,
        Voting::accepted,
        vote -> orNull(vote.map(PaxosEventJson::fields)));
    part(
        "leads", before, after, Voting::leading, leading -> orNull(leading.map(StateJson::fields)));
    part("logged", before, after, Voting::logged, logged -> logged);
  }

  private static JsonArray queue(List<Timestamp> queue) {
    return new JsonArray(queue.stream().map(LamportEventJson::fields).toList());
  }

  private static JsonObject fields(Leading leading) {
    var json =
        new JsonObject()
            .put("ballot", PaxosEventJson.fields(leading.ballot()))
            .put("height", leading.height())
            .put("promised", names(leading.promised()))
            .put("voted", names(leading.voted()));
    leading.inherited().ifPresent(ballot -> json.put("inherited", PaxosEventJson.fields(ballot)));
    return json;
  }

  private static JsonArray names(Collection<String> members) {
    return new JsonArray(members.stream().sorted().toList());
  }

  /** Of each peer what has changed; null when what it had said is void. */
  private void heard(List<Heard> before, List<Heard> after) {
    if (before.equals(after)) {
      return;
    }
    Map<String, Heard> old = new HashMap<>();
    before.forEach(each -> old.put(each.member(), each));
    var news = new JsonObject();
    for (var each : after) {
      if (!each.equals(old.remove(each.member()))) {
        news.put(each.member(), fields(each));
      }
    }
    old.keySet().forEach(news::putNull);
    json.put("heard", news);
  }

  private static JsonObject fields(Heard heard) {
    var json =
        new JsonObject()
            .put("time", heard.time())
            .put("height", heard.height())
            .put("durable", heard.durable());
    heard.claim().ifPresent(claim -> json.put("claim", LamportEventJson.fields(claim)));
    return heard.allows() ? json.put("allows", true) : json;
  }

  private void number(String name, View before, View after, Function<View, Long> of) {
    part(name, before, after, of, value -> value);
  }

  private <T, V> void part(
      String name, T before, T after, Function<T, V> of, Function<V, Object> written) {
    var now = of.apply(after);
    if (before == null || !Objects.equals(of.apply(before), now)) {
      json.put(name, written.apply(now));
    }
  }

  private static Object orNull(Optional<JsonObject> json) {
    return json.orElse(null);
  }
}
