package dev.lockstep.bus;

import dev.lockstep.order.Snapshot;
import dev.lockstep.order.Snapshot.Heard;
import dev.lockstep.order.Snapshot.Leading;
import dev.lockstep.order.Snapshot.Section;
import dev.lockstep.order.Snapshot.View;
import dev.lockstep.order.Snapshot.Voting;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The state of a member in the words of the stream: what an event has changed of it, or all of it.
 * What is no more is null.
 */
public final class StateJson {
  /** The state after an event is the one before the next event, and one thread writes both. */
  private static final ThreadLocal<Looked> LAST = ThreadLocal.withInitial(Looked::new);

  private static final class Looked {
    private Snapshot at;
    private View view;
  }

  private final JsonFields fields;

  private StateJson(JsonFields fields) {
    this.fields = fields;
  }

  /** The whole state as a JSON object. */
  public static String whole(View view) {
    var fields = new JsonFields();
    new StateJson(fields).putWhole(view);
    return fields.text();
  }

  /** Writes the change as a field; nothing when there is none. */
  static void write(String name, Local.Change change, JsonFields fields) {
    if (change.before().isEmpty()) {
      fields.begin(name);
      new StateJson(fields).putWhole(change.after().view());
      fields.end();
      return;
    }
    var before = change.before().get();
    if (before.isSame(change.after())) {
      return;
    }
    int mark = fields.mark();
    fields.begin(name);
    var was = view(before);
    new StateJson(fields).put(was, view(change.after()));
    if (fields.isEmpty()) {
      fields.back(mark);
    } else {
      fields.end();
    }
  }

  private static View view(Snapshot snapshot) {
    var last = LAST.get();
    if (last.at != snapshot) {
      last.view = snapshot.view();
      last.at = snapshot;
    }
    return last.view;
  }

  private void putWhole(View view) {
    fields.put("whole", true);
    put(null, view);
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
        before,
        after,
        Section::claim,
        claim ->
            claim.ifPresentOrElse(
                each -> LamportEventJson.write("claim", each, fields),
                () -> fields.putNull("claim")));
    part(before, after, Section::place, place -> fields.put("place", place.text()));
    part(
        before,
        after,
        Section::queue,
        queue -> {
          fields.list("queue");
          queue.forEach(each -> LamportEventJson.add(each, fields));
          fields.endList();
        });
  }

  private void put(Voting before, Voting after) {
    part(
        before,
        after,
        Voting::promised,
        ballot -> PaxosEventJson.write("promised", ballot, fields));
    part(
        before,
        after,
        Voting::accepted,
        vote ->
            vote.ifPresentOrElse(
                ballot -> PaxosEventJson.write("accepted", ballot, fields),
                () -> fields.putNull("accepted")));
    part(
        before,
        after,
        Voting::leading,
        leading -> leading.ifPresentOrElse(this::put, () -> fields.putNull("leads")));
    part(before, after, Voting::logged, logged -> fields.put("logged", logged));
  }

  private void put(Leading leading) {
    fields.begin("leads");
    PaxosEventJson.write("ballot", leading.ballot(), fields);
    fields
        .put("height", leading.height())
        .put("promised", leading.promised().stream().sorted().toList())
        .put("voted", leading.voted().stream().sorted().toList());
    leading.inherited().ifPresent(ballot -> PaxosEventJson.write("inherited", ballot, fields));
    fields.end();
  }

  /** Of each peer what has changed; null when what it had said is void. Both are by name. */
  private void heard(List<Heard> before, List<Heard> after) {
    if (before.equals(after)) {
      return;
    }
    fields.begin("heard");
    for (var each : after) {
      if (!before.contains(each)) {
        put(each);
      }
    }
    for (var each : before) {
      if (!has(after, each.member())) {
        fields.putNull(each.member());
      }
    }
    fields.end();
  }

  private static boolean has(List<Heard> heard, String member) {
    for (var each : heard) {
      if (each.member().equals(member)) {
        return true;
      }
    }
    return false;
  }

  private void put(Heard heard) {
    fields
        .begin(heard.member())
        .put("time", heard.time())
        .put("height", heard.height())
        .put("durable", heard.durable());
    heard.claim().ifPresent(claim -> LamportEventJson.write("claim", claim, fields));
    if (heard.allows()) {
      fields.put("allows", true);
    }
    fields.end();
  }

  private void number(String name, View before, View after, ToLongFunction<View> of) {
    long now = of.applyAsLong(after);
    if (before == null || of.applyAsLong(before) != now) {
      fields.put(name, now);
    }
  }

  private <T, V> void part(T before, T after, Function<T, V> of, Consumer<V> write) {
    var now = of.apply(after);
    if (before == null || !Objects.equals(of.apply(before), now)) {
      write.accept(now);
    }
  }
}
