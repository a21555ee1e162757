package dev.lockstep.console.access;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The browsers that are signed in. A browser has a random id in its cookie; here is only its hash,
 * so that the memory of the process tells nobody an id. Used by the console's event loop only.
 *
 * <p>A cookie goes to every port of its host, and so to other programs of this machine. It opens
 * this node only, not the token's other uses, and not for longer than the session.
 */
final class Sessions {
  /** When there are more, the oldest ends. */
  static final int MAX = 256;

  private static final int BYTES = 32;

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) (ALL|READ) ([0-9]{1,15})");

  private record Session(Right right, Grant grant, long endsAt) {}

  private final SecureRandom random = new SecureRandom();

  /** By the hash of the id; the oldest is the first, and all last equally long. */
  private final LinkedHashMap<String, Session> open = new LinkedHashMap<>();

  private final long millis;
  private final LongSupplier clock;

  /**
   * @param millis how long a session lasts
   * @param clock in milliseconds since 1970, because sessions outlive the process
   */
  Sessions(long millis, LongSupplier clock) {
    this.millis = millis;
    this.clock = clock;
  }

  /** The sessions as lines: the hash of the id, the right, and when it ends. */
  Stream<String> lines() {
    return open.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + " "
                    + entry.getValue().right.name()
                    + " "
                    + entry.getValue().endsAt);
  }

  /** Takes in what {@link #lines} gave at an earlier start. A line that is none is left out. */
  void restore(Stream<String> lines) {
    lines
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .limit(MAX)
        .forEach(
            line -> {
              var right = Right.valueOf(line.group(2));
              // With a shorter time of now, an old session ends sooner too.
              long end = Math.min(Long.parseLong(line.group(3)), clock.getAsLong() + millis);
              open.put(line.group(1), new Session(right, new Grant(right), end));
            });
    sweep();
  }

  /** Begins a session, and returns its id. */
  String begin(Right right) {
    sweep();
    if (open.size() >= MAX) {
      end(List.of(open.firstEntry().getKey()));
    }
    var secret = new byte[BYTES];
    random.nextBytes(secret);
    var id = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    open.put(Token.hash(id), new Session(right, new Grant(right), clock.getAsLong() + millis));
    return id;
  }

  /** The grant of a session that goes on. */
  Optional<Grant> find(String id) {
    sweep();
    return Optional.ofNullable(open.get(Token.hash(id))).map(Session::grant);
  }

  void end(String id) {
    end(List.of(Token.hash(id)));
  }

  void endAll() {
    end(List.copyOf(open.keySet()));
  }

  /** Ends those whose time is over. */
  void sweep() {
    long now = clock.getAsLong();
    end(
        open.entrySet().stream()
            .takeWhile(entry -> entry.getValue().endsAt - now <= 0)
            .map(entry -> entry.getKey())
            .toList());
  }

  private void end(List<String> hashes) {
    for (var hash : hashes) {
      var session = open.remove(hash);
      if (session != null) {
        session.grant.end();
      }
    }
  }
}
