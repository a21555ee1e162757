package dev.lockstep.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a lab does to the messages that this node sends: it cuts links, holds messages of chosen
 * types back until somebody lets them go, and delays. Only a cluster whose file says {@code lab:
 * true} has it, and only its supervisor reaches it. Used on the event loop of the order alone.
 */
final class WireSwitches {
  /** Held messages of one link; beyond it the oldest are lost. */
  static final int HELD_MAX = 1_000;

  private static final Pattern LINE =
      Pattern.compile(
          "(cut|heal|hold|free|deliver|drop|double|delay)( [0-9]{1,5})?( [a-z]+)? (\\S+)");

  private final Set<String> cut = new HashSet<>();
  private final Map<String, Set<String>> holding = new HashMap<>();
  private final Map<String, Deque<Held>> held = new HashMap<>();
  private final Map<String, Long> delays = new HashMap<>();

  private record Held(String type, Runnable sending) {}

  /** Sends something later. */
  @FunctionalInterface
  interface Timer {
    void after(long millis, Runnable what);
  }

  /** Sends a message now, later, or never. */
  void send(String to, String type, Timer timer, Runnable sending) {
    if (cut.contains(to)) {
      return;
    }
    var types = holding.getOrDefault(to, Set.of());
    if (types.contains("") || types.contains(type)) {
      var queue = held.computeIfAbsent(to, _ -> new ArrayDeque<>());
      if (queue.size() == HELD_MAX) {
        queue.removeFirst();
      }
      queue.addLast(new Held(type, sending));
    } else if (delays.getOrDefault(to, 0L) > 0) {
      timer.after(delays.get(to), sending);
    } else {
      sending.run();
    }
  }

  /**
   * {@code cut B}, {@code heal B}, {@code hold ack B}, {@code free B}, {@code deliver B}, {@code
   * drop ack B}, {@code double B}, {@code delay 200 B}; without a type all are meant.
   *
   * @return what has been done, as a sentence without its subject and its full stop
   */
  Optional<String> change(String line) {
    var found = LINE.matcher(line);
    if (!found.matches()) {
      return Optional.empty();
    }
    var type = Optional.ofNullable(found.group(3)).map(String::strip).orElse("");
    var to = found.group(4);
    var kind = type.isEmpty() ? "messages" : type;
    return switch (found.group(1)) {
      case "cut" -> {
        cut.add(to);
        yield Optional.of("sends nothing to " + to + " any more");
      }
      case "heal" -> {
        cut.remove(to);
        delays.remove(to);
        yield Optional.of("sends to " + to + " again");
      }
      case "hold" -> {
        holding.computeIfAbsent(to, _ -> new HashSet<>()).add(type);
        yield Optional.of("holds " + kind + " to " + to + " back");
      }
      case "free" -> {
        holding.remove(to);
        var all = take(to, "", Integer.MAX_VALUE);
        all.forEach(one -> one.sending.run());
        yield Optional.of("holds nothing to " + to + " back, and has sent " + all.size());
      }
      case "deliver" -> {
        var one = take(to, type, 1);
        one.forEach(each -> each.sending.run());
        yield Optional.of(told("has sent", one, to));
      }
      case "drop" -> Optional.of(told("has dropped", take(to, type, 1), to));
      case "double" -> {
        var one = take(to, type, 1);
        one.forEach(
            each -> {
              each.sending.run();
              each.sending.run();
            });
        yield Optional.of(told("has sent twice", one, to));
      }
      default -> {
        long millis = Long.parseLong(Optional.ofNullable(found.group(2)).orElse("0").strip());
        delays.put(to, millis);
        yield Optional.of("sends to " + to + " after " + millis + " ms");
      }
    };
  }

  private static String told(String what, List<Held> taken, String to) {
    return taken.isEmpty()
        ? "holds nothing of this kind to " + to
        : what + " the " + taken.getFirst().type + " to " + to + " that was held";
  }

  /** The oldest of this type that are held. */
  private List<Held> take(String to, String type, int most) {
    List<Held> taken = new ArrayList<>();
    var queue = held.getOrDefault(to, new ArrayDeque<>()).iterator();
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
