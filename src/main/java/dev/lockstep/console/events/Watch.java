package dev.lockstep.console.events;

import dev.lockstep.bus.TraceMessage;
import dev.lockstep.bus.TraceMessage.Item;
import dev.lockstep.console.delivery.TextSink;
import dev.lockstep.store.TracedEvent;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of all members to one client, as fast as the client takes them, each member's in
 * the order of their numbers. A member that does not answer is named, and asked again until it
 * does. Used by the console's event loop only.
 */
public final class Watch {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /** A member that is there answers within a second. */
  private static final long PATIENCE_MILLIS = 2_500;

  private static final long TICK_MILLIS = 250;

  /** So many of the last moments of a member are told at most, where no more were asked for. */
  private static final int MISSED_MAX = 1_000;

  private final Vertx vertx;
  private final TextSink out;
  private final List<String> members;
  private final Watches watches;
  private final Map<String, Lane> lanes = new TreeMap<>();
  private boolean isOn;
  private long timer;

  private enum State {
    UNKNOWN,
    LIVE,
    UNREACHABLE
  }

  /** What is known of one member's events. */
  private static final class Lane {
    final String member;
    final int wanted;
    long next;
    long last;
    boolean isAsking;
    long ask;
    long askedAt;
    State state = State.UNKNOWN;
    long notBefore;
    Instant heard = now();

    /** Its disk is being asked. */
    boolean isDiskAsked;

    /** The moment of the newest event from there; empty when there was none. */
    String fromDisk = "";

    Lane(String member, long next, int wanted) {
      this.member = member;
      this.next = next;
      this.wanted = wanted;
    }
  }

  Watch(Vertx vertx, TextSink out, List<String> members, Watches watches) {
    this.vertx = vertx;
    this.out = out;
    this.members = members;
    this.watches = watches;
    out.listen(this::askAll);
  }

  public List<String> members() {
    return members;
  }

  /**
   * Begins, or begins again.
   *
   * @param from the number from which a member's events are wanted
   * @param last how many events are wanted of each member without a number
   * @return false when too many watch already
   */
  public boolean start(Map<String, Long> from, int last) {
    cancel();
    if (!watches.begin()) {
      return false;
    }
    isOn = true;
    members.forEach(
        member ->
            lanes.put(
                member, new Lane(member, from.getOrDefault(member, TraceMessage.NEWEST), last)));
    timer = vertx.setPeriodic(TICK_MILLIS, _ -> tick());
    // The answer to the request goes first.
    vertx.runOnContext(_ -> askAll());
    return true;
  }

  public void cancel() {
    if (isOn) {
      isOn = false;
      vertx.cancelTimer(timer);
      lanes.values().forEach(lane -> watches.forget(lane.ask));
      lanes.clear();
      watches.end();
    }
  }

  private void tick() {
    if (out.isClosed()) {
      cancel();
      return;
    }
    for (var lane : lanes.values()) {
      if (lane.isAsking && millis() - lane.askedAt >= PATIENCE_MILLIS) {
        lost(lane);
      }
    }
    askAll();
  }

  private void askAll() {
    if (isOn && !out.isClosed()) {
      lanes.values().forEach(this::ask);
    }
  }

  private void ask(Lane lane) {
    boolean isSoonAfterFailure =
        lane.state == State.UNREACHABLE && millis() - lane.askedAt < PATIENCE_MILLIS / 2;
    boolean isDue = !isSoonAfterFailure && millis() >= lane.notBefore;
    if (!lane.isAsking && !out.isFull() && isDue) {
      lane.isAsking = true;
      lane.askedAt = millis();
      lane.ask = watches.ask(lane.member, lane.next, lane.wanted, page -> show(lane, page));
    }
  }

  private void lost(Lane lane) {
    watches.forget(lane.ask);
    lane.isAsking = false;
    if (lane.isDiskAsked) {
      return;
    }
    // Each time: a member that was frozen may have gone on and been killed, before it could answer.
    lane.isDiskAsked = true;
    var heard = lane.heard;
    // At first with the newest known one: then it is known that all of the disk is shown.
    long from = lane.state == State.UNREACHABLE ? lane.next : lane.next - 1;
    watches
        .left()
        .of(lane.member, Math.max(1, from), Math.max(lane.wanted, MISSED_MAX))
        .onFailure(
            failure ->
                LOG.warn("The disk of {} cannot be read: {}", lane.member, failure.getMessage()))
        .otherwise(List.of())
        .onSuccess(
            events -> {
              lane.isDiskAsked = false;
              // It may have answered meanwhile.
              if (isOn && lanes.get(lane.member) == lane && lane.heard.equals(heard)) {
                gone(lane, events);
              }
            });
  }

  private void gone(Lane lane, List<TracedEvent> events) {
    if (lane.state == State.UNREACHABLE && events.isEmpty()) {
      return;
    }
    if (!events.isEmpty()) {
      lane.fromDisk = events.getLast().at().toString();
    }
    showLeft(lane, events.stream().filter(event -> event.number() >= lane.next).toList());
    // What is asked now begins before them.
    watches.forget(lane.ask);
    lane.isAsking = false;
    lane.state = State.UNREACHABLE;
    say(lane);
  }

  /** The last moments of the member, as it would have told them itself. */
  private void showLeft(Lane lane, List<TracedEvent> events) {
    for (int from = 0; from < events.size(); from += TraceMessage.EVENTS_MAX) {
      var some = events.subList(from, Math.min(from + TraceMessage.EVENTS_MAX, events.size()));
      var items =
          some.stream()
              .map(event -> new Item(event.number(), EventViews.event(lane.member, event)))
              .toList();
      long first = lane.next == TraceMessage.NEWEST ? some.getFirst().number() : lane.next;
      long next = some.getLast().number() + 1;
      lane.last = events.getLast().number();
      var page = new TraceMessage.Page(lane.member, 0, first, next, lane.last, items);
      try {
        tell(lane, page, MemberEvents.checked(lane.member, page));
      } catch (IllegalArgumentException e) {
        LOG.warn("The events on the disk of {} cannot be shown: {}", lane.member, e.getMessage());
        return;
      }
    }
  }

  private void show(Lane lane, TraceMessage.Page page) {
    if (!isOn || lanes.get(lane.member) != lane || out.isClosed()) {
      return;
    }
    lane.isAsking = false;
    try {
      take(lane, page);
    } catch (IllegalArgumentException e) {
      // What it says is shown on its own lane only, and not at all when it is no list of events.
      LOG.warn("The events of {} cannot be shown: {}", lane.member, e.getMessage());
      lost(lane);
      return;
    }
    // Not at once: a member that answers without events would be asked without end.
    vertx.runOnContext(_ -> askAll());
  }

  private void take(Lane lane, TraceMessage.Page page) {
    var events = MemberEvents.checked(lane.member, page);
    // A member that has nothing to say waits with its answer. One that does not wait has to.
    boolean isHasty = events.isEmpty() && millis() - lane.askedAt < TICK_MILLIS;
    lane.notBefore = isHasty ? millis() + TICK_MILLIS : 0;
    lane.heard = now();
    lane.last = page.last();
    lane.fromDisk = "";
    if (lane.state != State.LIVE) {
      lane.state = State.LIVE;
      say(lane);
    }
    tell(lane, page, events);
  }

  private void tell(Lane lane, TraceMessage.Page page, List<JsonObject> events) {
    // A first answer begins where it can. One below the number that is due comes from a data
    // directory that was lost, and its numbers begin again.
    long due =
        lane.next == TraceMessage.NEWEST || page.first() < lane.next ? page.first() : lane.next;
    var batch = new JsonArray();
    for (var event : events) {
      long number = event.getLong("seq");
      if (number > due) {
        flush(lane, batch);
        batch = new JsonArray();
        gap(lane, due, number - 1);
      }
      batch.add(event);
      due = number + 1;
    }
    flush(lane, batch);
    if (due < page.next()) {
      gap(lane, due, page.next() - 1);
    }
    lane.next = page.next();
  }

  private void flush(Lane lane, JsonArray batch) {
    if (!batch.isEmpty()) {
      notify("watched", lane, new JsonObject().put("events", batch).put("last", lane.last));
    }
  }

  private void gap(Lane lane, long from, long to) {
    notify("watched_gap", lane, new JsonObject().put("from", from).put("to", to));
  }

  private void say(Lane lane) {
    boolean isLive = lane.state == State.LIVE;
    var news =
        new JsonObject()
            .put("state", isLive ? "live" : "unreachable")
            .put("since", lane.heard.toString());
    if (isLive) {
      news.put("last", lane.last);
    } else if (!lane.fromDisk.isEmpty()) {
      news.put("from_disk", lane.fromDisk);
    }
    notify("watched_member", lane, news);
  }

  private void notify(String method, Lane lane, JsonObject params) {
    out.send(Notification.of(method, new JsonObject().put("member", lane.member).mergeIn(params)));
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MILLIS);
  }

  private static long millis() {
    return System.nanoTime() / 1_000_000;
  }
}
