package dev.lockstep.cli.lab;

import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.StateChanges;
import dev.lockstep.lab.Branch;
import dev.lockstep.lab.Happened;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.MemberView;
import dev.lockstep.lab.Moment;
import dev.lockstep.lab.Why;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A life as the page draws it; events are as {@code watched} has them. A page that says what it
 * knows is sent what is new to it alone, so a step far into a life is as quick as the first one.
 */
final class LifeJson {
  /** The wall clock at the beginning of a life, as members see it. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private static final AtomicLong LIVES = new AtomicLong();
  private static final double ENDED = 0.5;
  private static final double BEGUN = 0.75;

  private final long number = LIVES.incrementAndGet();
  private final Lab lab;

  /** The number of the last event of each member after a step. */
  private final Map<Branch.Step, Map<String, Double>> ends = new IdentityHashMap<>();

  /** What a page shows already: this life, up to a step of a branch. */
  record Known(long life, String branch, int at) {
    static final Known NOTHING = new Known(0, "", 0);

    static Known of(JsonObject json) {
      return json == null
          ? NOTHING
          : new Known(
              json.getLong("life", 0L), json.getString("branch", ""), json.getInteger("at", 0));
    }
  }

  LifeJson(Lab lab) {
    this.lab = lab;
  }

  boolean isOf(Lab other) {
    return lab == other;
  }

  /** A branch up to a step. */
  JsonObject of(Branch branch, int at, Known known) {
    int kept = kept(branch, at, known);
    var lanes = new TreeMap<String, JsonArray>();
    lab.setup().memberNames().forEach(name -> lanes.put(name, new JsonArray()));
    var before = ends(branch, kept);
    var end = new HashMap<>(before);
    // The first event of each member in an answer shows its whole state.
    var changes = new HashMap<String, StateChanges>();
    for (int step = kept + 1; step <= at; step++) {
      add(branch, step, end, Optional.of(lanes), changes);
    }
    var json = new JsonObject();
    lanes.forEach(json::put);
    var moment = lab.moment(branch, at);
    return new JsonObject()
        .put("life", number)
        .put("branch", branch.name())
        .put("at", at)
        .put("kept", new JsonObject(new TreeMap<>(before)))
        .put("lanes", json)
        .put("members", members(moment))
        .put("now", moment.now())
        .put("broken", moment.broken().map(it -> it.invariant() + ": " + it.detail()).orElse(null));
  }

  private int kept(Branch branch, int at, Known known) {
    return known.life() != number
        ? 0
        : lab.find(known.branch())
            .filter(shown -> known.at() >= 0 && known.at() <= shown.length())
            .map(shown -> Lab.common(shown, known.at(), branch, at))
            .orElse(0);
  }

  private static JsonArray members(Moment moment) {
    return new JsonArray(
        moment.members().stream()
            .map(
                member ->
                    new JsonObject()
                        .put("name", member.name())
                        .put("state", member.state())
                        .put("up", member.isUp())
                        .put("frozen", member.isFrozen())
                        .put("unsynced", member.unsynced())
                        .put("height", member.chain().size())
                        .put("waits_for", new JsonArray(Why.of(member).waitingFor()))
                        .put("why", String.join(" ", Why.of(member).sentences())))
            .toList());
  }

  // --- events -----------------------------------------------------------------------------------

  private Map<String, Double> ends(Branch branch, int at) {
    int known = at;
    while (known > 0 && !ends.containsKey(branch.step(known))) {
      known--;
    }
    Map<String, Double> end = new HashMap<>();
    if (known == 0) {
      IntStream.range(0, lab.setup().members())
          .forEach(i -> end.put(lab.setup().memberNames().get(i), 0.0));
    } else {
      end.putAll(ends.get(branch.step(known)));
    }
    for (int step = known + 1; step <= at; step++) {
      add(branch, step, end, Optional.empty(), new HashMap<>());
    }
    return end;
  }

  /** Counts the events of one step, and shows them. */
  private void add(
      Branch branch,
      int step,
      Map<String, Double> end,
      Optional<Map<String, JsonArray>> lanes,
      Map<String, StateChanges> changes) {
    var before = lab.moment(branch, step - 1);
    var moment = lab.moment(branch, step);
    reach(before, moment, true, end, lanes, changes);
    for (var one : moment.happened()) {
      one.event()
          .map(event -> EventJson.of(event, change(one, changes)))
          .ifPresent(
              event -> {
                double seq = end.merge(one.member(), 1.0, (last, _) -> Math.floor(last) + 1);
                lanes.ifPresent(
                    all ->
                        all.get(one.member())
                            .add(
                                new JsonObject()
                                    .put("kind", event.kind())
                                    .put("time", event.time())
                                    .mergeIn(new JsonObject(event.particulars()))
                                    .put("seq", (long) seq)
                                    .put("node", one.member())
                                    .put("life_step", step)
                                    .put("at", EPOCH.plusMillis(moment.now()).toString())));
              });
    }
    reach(before, moment, false, end, lanes, changes);
    ends.put(branch.step(step), Map.copyOf(end));
  }

  private static Optional<Local.Change> change(Happened one, Map<String, StateChanges> changes) {
    return changes.computeIfAbsent(one.member(), _ -> new StateChanges()).of(one.after());
  }

  /** It is no event of a member that its process begins or ends, so it has a place between two. */
  private static void reach(
      Moment before,
      Moment after,
      boolean begins,
      Map<String, Double> end,
      Optional<Map<String, JsonArray>> lanes,
      Map<String, StateChanges> changes) {
    for (var member : after.members()) {
      boolean wasUp = before.member(member.name()).isUp();
      if (wasUp != member.isUp() && begins == member.isUp()) {
        reached(member, end, lanes);
        // Another process begins with its whole state.
        changes.remove(member.name());
      }
    }
  }

  private static void reached(
      MemberView member, Map<String, Double> end, Optional<Map<String, JsonArray>> lanes) {
    double seq =
        end.merge(
            member.name(), 0.0, (last, _) -> Math.floor(last) + (member.isUp() ? BEGUN : ENDED));
    lanes.ifPresent(
        all ->
            all.get(member.name())
                .add(
                    new JsonObject()
                        .put("kind", member.isUp() ? "live" : "unreachable")
                        .put("time", 0)
                        .put("seq", seq)));
  }
}
