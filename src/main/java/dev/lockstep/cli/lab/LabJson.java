package dev.lockstep.cli.lab;

import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.StateChanges;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.MemberView;
import dev.lockstep.lab.Moment;
import dev.lockstep.lab.Why;
import dev.lockstep.lab.scenario.ScenarioWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What the page shows of the lab; events are as {@code watched} has them. */
final class LabJson {
  /** The wall clock at the beginning of a life, as members see it. */
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final Lab lab;
  private final Map<String, JsonArray> lanes = new TreeMap<>();
  private final Map<String, Long> numbers = new TreeMap<>();
  private final Map<String, StateChanges> changes = new TreeMap<>();

  private LabJson(Lab lab) {
    this.lab = lab;
  }

  static JsonObject of(Session session, Session.Reply.Text reply) {
    var lab = session.lab();
    var moment = lab.moment();
    return new JsonObject()
        .put("text", String.join("\n", reply.lines()))
        .put("exit_code", reply.exitCode())
        .put("question", session.question().map(ask -> ask.question()).orElse(null))
        .put("protocol", lab.setup().protocol().ledger().text())
        .put("name", lab.setup().protocol().name())
        .put("branch", lab.branch().name())
        .put("at", lab.at())
        .put("length", lab.branch().length())
        .put("branches", branches(lab))
        .put("members", members(moment))
        .put("flight", flight(moment))
        .put("cuts", new JsonArray(moment.cuts().stream().map(Object::toString).toList()))
        .put("broken", moment.broken().map(it -> it.invariant() + ": " + it.detail()).orElse(null))
        .put("lanes", new LabJson(lab).lanes())
        .put("scenario", String.join("\n", ScenarioWriter.write(lab)) + "\n");
  }

  private static JsonArray branches(Lab lab) {
    return new JsonArray(
        lab.branches().stream()
            .map(
                branch ->
                    new JsonObject()
                        .put("name", branch.name())
                        .put("length", branch.length())
                        .put("left_at", branch.leftAt())
                        .put("parent", branch.parent().map(it -> it.name()).orElse(null)))
            .toList());
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
                        .put("why", String.join(" ", Why.of(member).sentences())))
            .toList());
  }

  private static JsonArray flight(Moment moment) {
    return new JsonArray(
        moment.flight().stream()
            .map(
                message ->
                    new JsonObject()
                        .put("text", message.text())
                        .put("obstacle", moment.obstacle(message).orElse(null)))
            .toList());
  }

  // --- events -----------------------------------------------------------------------------------

  private JsonObject lanes() {
    var before = lab.moment(lab.branch(), 0);
    before.members().forEach(member -> lanes.put(member.name(), new JsonArray()));
    for (int step = 1; step <= lab.at(); step++) {
      var moment = lab.moment(lab.branch(), step);
      reach(before, moment, true);
      add(moment);
      reach(before, moment, false);
      before = moment;
    }
    var json = new JsonObject();
    lanes.forEach(json::put);
    return json;
  }

  private void add(Moment moment) {
    for (var one : moment.happened()) {
      one.event()
          .map(event -> EventJson.of(event, changes(one.member()).of(one.after())))
          .ifPresent(
              event ->
                  lanes
                      .get(one.member())
                      .add(
                          new JsonObject()
                              .put("kind", event.kind())
                              .put("time", event.time())
                              .mergeIn(event.particulars())
                              .put("seq", numbers.merge(one.member(), 1L, Long::sum))
                              .put("node", one.member())
                              .put("at", EPOCH.plusMillis(moment.now()).toString())));
    }
  }

  private StateChanges changes(String member) {
    return changes.computeIfAbsent(member, _ -> new StateChanges());
  }

  /** It is no event of a member that its process begins or ends, so it has a place between two. */
  private void reach(Moment before, Moment after, boolean begins) {
    for (var member : after.members()) {
      boolean wasUp = before.member(member.name()).isUp();
      if (wasUp != member.isUp() && begins == member.isUp()) {
        lanes.get(member.name()).add(reached(member));
        // Another process begins with its whole state.
        changes.remove(member.name());
      }
    }
  }

  private JsonObject reached(MemberView member) {
    long number = numbers.getOrDefault(member.name(), 0L);
    return new JsonObject()
        .put("kind", member.isUp() ? "live" : "unreachable")
        .put("time", 0)
        .put("seq", number + (member.isUp() ? 0.75 : 0.5));
  }
}
