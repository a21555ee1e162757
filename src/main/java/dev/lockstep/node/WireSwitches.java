package dev.lockstep.node;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a lab does to the messages that this node sends: it cuts links, holds messages of chosen
 * types back until somebody lets them go, and delays. Only a cluster whose file says {@code lab:
 * true} has it, and only its supervisor reaches it. Used on the event loop of the order alone.
 */
final class WireSwitches {
  /** Held messages of one link; beyond it the oldest are lost. */
  static final int HELD_MAX = 1_000;

  private static final String ALL_TYPES = "";
  private static final Pattern LINE =
      Pattern.compile(
          "(cut|heal|hold|free|deliver|drop|double|delay)( [0-9]{1,5})?( [a-z]+)? (\\S+)");

  private final Map<String, Switch> switches = new TreeMap<>();
  private boolean hasNews;

  private record Held(String type, Runnable sending) {}

  /** What is done to what goes to one member. */
  private static final class Switch {
    boolean isCut;
    long delayMillis;
    final Set<String> holding = new TreeSet<>();
    final Deque<Held> held = new ArrayDeque<>();

    boolean holds(String type) {
      return holding.contains(ALL_TYPES) || holding.contains(type);
    }

    boolean isOpen() {
      return !isCut && delayMillis == 0 && holding.isEmpty() && held.isEmpty();
    }

    JsonObject json() {
      Map<String, Integer> counts = new LinkedHashMap<>();
      held.forEach(each -> counts.merge(each.type, 1, Integer::sum));
      var waiting = new JsonArray();
      counts.forEach(
          (type, count) -> waiting.add(new JsonObject().put("type", type).put("count", count)));
      return new JsonObject()
          .put("cut", isCut)
          .put("delay_ms", delayMillis)
          .put("holds", new JsonArray(List.copyOf(holding)))
          .put("held", waiting);
    }
  }

  /** Sends something later. */
  @FunctionalInterface
  interface Timer {
    void after(long millis, Runnable what);
  }

  /** Sends a message now, later, or never. */
  void send(String to, String type, Timer timer, Runnable sending) {
    var line = switches.get(to);
    if (line == null) {
      sending.run();
    } else if (line.holds(type) && !line.isCut) {
      if (line.held.size() == HELD_MAX) {
        line.held.removeFirst();
      }
      line.held.addLast(new Held(type, sending));
      hasNews = true;
    } else if (line.delayMillis > 0 && !line.isCut) {
      timer.after(line.delayMillis, sending);
    } else if (!line.isCut) {
      sending.run();
    }
  }

  /**
   * What is cut, held and delayed now, by the member to whom it goes; empty when that is as it was
   * when it was last asked for.
   */
  Optional<JsonObject> news() {
    if (!hasNews) {
      return Optional.empty();
    }
    hasNews = false;
    var all = new JsonObject();
    switches.forEach(
        (to, line) -> {
          if (!line.isOpen()) {
            all.put(to, line.json());
          }
        });
    return Optional.of(all);
  }

  /**
   * {@code cut B}, {@code heal B}, {@code heal all}, {@code hold ack B}, {@code free B}, {@code
   * deliver B}, {@code drop ack B}, {@code double B}, {@code delay 200 B}; without a type all are
   * meant.
   *
   * @return what has been done, as a sentence without its subject and its full stop
   */
  Optional<String> change(String line) {
    var found = LINE.matcher(line);
    if (!found.matches()) {
      return Optional.empty();
    }
    hasNews = true;
    return Optional.of(line.equals("heal all") ? healAll() : change(found));
  }

  private String healAll() {
    int sent = 0;
    for (var line : switches.values()) {
      line.isCut = false;
      line.delayMillis = 0;
      line.holding.clear();
      sent += release(line.held, ALL_TYPES, Integer.MAX_VALUE).size();
    }
    return "sends everything again, and has sent " + sent + " that were held";
  }

  private String change(Matcher found) {
    var type = Optional.ofNullable(found.group(3)).map(String::strip).orElse(ALL_TYPES);
    var kind = type.isEmpty() ? "messages" : type;
    var to = found.group(4);
    var line = switches.computeIfAbsent(to, _ -> new Switch());
    return switch (found.group(1)) {
      case "cut" -> {
        line.isCut = true;
        yield "sends nothing to " + to + " any more";
      }
      case "heal" -> {
        line.isCut = false;
        line.delayMillis = 0;
        yield "sends to " + to + " again";
      }
      case "hold" -> {
        line.holding.add(type);
        yield "holds " + kind + " to " + to + " back";
      }
      case "free" -> free(line, type, to);
      case "deliver" -> told("has sent", release(line.held, type, 1), to);
      case "drop" -> told("has dropped", take(line.held, type, 1), to);
      case "double" -> {
        var one = release(line.held, type, 1);
        one.forEach(each -> each.sending.run());
        yield told("has sent twice", one, to);
      }
      default -> {
        line.delayMillis = Long.parseLong(Optional.ofNullable(found.group(2)).orElse("0").strip());
        yield "sends to " + to + " after " + line.delayMillis + " ms";
      }
    };
  }

  private static String free(Switch line, String type, String to) {
    if (type.isEmpty()) {
      line.holding.clear();
    } else {
      line.holding.remove(type);
    }
    int sent = release(line.held, type, Integer.MAX_VALUE).size();
    return "holds no "
        + (type.isEmpty() ? "message" : type)
        + " to "
        + to
        + " back any more, and has sent "
        + sent;
  }

  private static String told(String what, List<Held> taken, String to) {
    return taken.isEmpty()
        ? "holds nothing of this kind to " + to
        : what + " the " + taken.getFirst().type + " to " + to + " that was held";
  }

  private static List<Held> release(Deque<Held> held, String type, int most) {
    var taken = take(held, type, most);
    taken.forEach(each -> each.sending.run());
    return taken;
  }

  /** The oldest of this type that are held. */
  private static List<Held> take(Deque<Held> held, String type, int most) {
    List<Held> taken = new ArrayList<>();
    var queue = held.iterator();
    while (queue.hasNext() && taken.size() < most) {
      var one = queue.next();
      if (type.isEmpty() || one.type.equals(type)) {
        queue.remove();
        taken.add(one);
      }
    }
    return taken;
  }
}
