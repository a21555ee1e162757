package dev.lockstep.cli.lab;

import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Moment;
import dev.lockstep.lab.scenario.ScenarioWriter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.IntStream;

/** What the page shows of the lab. */
final class LabJson {
  /** More would make the page slow, and the line takes their names. */
  private static final int FLIGHT_SHOWN_MAX = 120;

  /** Of the life, and of what is beside it. */
  private LifeJson life;

  private LifeJson other;

  /** What a page asks for. */
  record Request(String line, LifeJson.Known life, LifeJson.Known beside, boolean scenario) {
    static Request of(JsonObject json) {
      return new Request(
          json.getString("line", ""),
          LifeJson.Known.of(json.getJsonObject("life")),
          LifeJson.Known.of(json.getJsonObject("beside")),
          json.getBoolean("scenario", false));
    }
  }

  JsonObject of(Session session, Session.Reply.Text reply, Request request) {
    var lab = session.lab();
    if (life == null || !life.isOf(lab)) {
      life = new LifeJson(lab);
    }
    var moment = lab.moment();
    var json =
        new JsonObject()
            .put("text", String.join("\n", reply.lines()))
            .put("exit_code", reply.exitCode())
            .put("question", session.question().map(ask -> ask.question()).orElse(null))
            .put("protocol", lab.setup().protocol().ledger().text())
            .put("name", lab.setup().protocol().name())
            .put(
                "protocols",
                new JsonArray(LabProtocol.all().stream().map(LabProtocol::name).toList()))
            .put("kind", LifeKind.of(lab).text())
            .put("length", lab.branch().length())
            .put("branches", branches(lab))
            .put("flight", flight(moment))
            .put("in_flight", moment.flight().size())
            .put("cuts", new JsonArray(moment.cuts().stream().map(Object::toString).toList()))
            .put("stopped", session.stopped().orElse(null))
            .put("breakpoints", new JsonArray(session.breakpoints()))
            .put("life", life.of(lab.branch(), lab.at(), request.life()))
            .put("beside", session.beside().map(it -> beside(it, request)).orElse(null));
    return request.scenario()
        ? json.put("scenario", String.join("\n", ScenarioWriter.write(lab)) + "\n")
        : json;
  }

  private JsonObject beside(Beside beside, Request request) {
    if (other == null || !other.isOf(beside.lab())) {
      other = new LifeJson(beside.lab());
    }
    return other
        .of(beside.branch(), beside.at(), request.beside())
        .put("title", beside.title())
        .put("protocol", beside.lab().setup().protocol().ledger().text());
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

  private static JsonArray flight(Moment moment) {
    var flight = moment.flight();
    return new JsonArray(
        IntStream.range(0, Math.min(FLIGHT_SHOWN_MAX, flight.size()))
            .mapToObj(
                i ->
                    new JsonObject()
                        .put("text", flight.get(i).text())
                        .put("name", moment.nameOf(flight.get(i)).toString())
                        .put("message", flight.get(i).stamp().id())
                        .put("obstacle", moment.obstacle(flight.get(i)).orElse(null)))
            .toList());
  }
}
