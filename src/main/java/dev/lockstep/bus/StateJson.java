package dev.lockstep.bus;

import dev.lockstep.order.Snapshot;
import dev.lockstep.order.Snapshot.Heard;
import dev.lockstep.order.Snapshot.Leading;
import dev.lockstep.order.Snapshot.Section;
import dev.lockstep.order.Snapshot.View;
import dev.lockstep.order.Snapshot.Voting;
import java.util.List;

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
   * Part by part and without functions that are passed on: this is written for every event, and
   * until Java has compiled it each of those costs more than the part.
   *
   * @param before null when all is new
   */
  private void put(View before, View after) {
    if (before == null || before.clock() != after.clock()) {
      fields.put("clock", after.clock());
    }
    if (before == null || before.incarnation() != after.incarnation()) {
      fields.put("incarnation", after.incarnation());
    }
    if (before == null || before.height() != after.height()) {
      fields.put("height", after.height());
    }
    if (before == null || before.durable() != after.durable()) {
      fields.put("durable", after.durable());
    }
    if (before == null || before.committed() != after.committed()) {
      fields.put("committed", after.committed());
    }
    heard(before == null ? List.of() : before.heard(), after.heard());
    switch (after.ofProtocol()) {
      case Section section ->
          put(before != null && before.ofProtocol() instanceof Section s ? s : null, section);
      case Voting voting ->
          put(before != null && before.ofProtocol() instanceof Voting v ? v : null, voting);
    }
  }

  private void put(Section before, Section after) {
    if (before == null || !before.claim().equals(after.claim())) {
      if (after.claim().isPresent()) {
        LamportEventJson.write("claim", after.claim().get(), fields);
      } else {
        fields.putNull("claim");
      }
    }
    if (before == null || before.place() != after.place()) {
      fields.put("place", after.place().text());
    }
    if (before == null || !before.queue().equals(after.queue())) {
      fields.list("queue");
      for (var each : after.queue()) {
        LamportEventJson.add(each, fields);
      }
      fields.endList();
    }
  }

  private void put(Voting before, Voting after) {
    if (before == null || !before.promised().equals(after.promised())) {
      PaxosEventJson.write("promised", after.promised(), fields);
    }
    if (before == null || !before.accepted().equals(after.accepted())) {
      if (after.accepted().isPresent()) {
        PaxosEventJson.write("accepted", after.accepted().get(), fields);
      } else {
        fields.putNull("accepted");
      }
    }
    if (before == null || !before.leading().equals(after.leading())) {
      if (after.leading().isPresent()) {
        put(after.leading().get());
      } else {
        fields.putNull("leads");
      }
    }
    if (before == null || before.logged() != after.logged()) {
      fields.put("logged", after.logged());
    }
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
    if (heard.claim().isPresent()) {
      LamportEventJson.write("claim", heard.claim().get(), fields);
    }
    if (heard.allows()) {
      fields.put("allows", true);
    }
    fields.end();
  }
}
