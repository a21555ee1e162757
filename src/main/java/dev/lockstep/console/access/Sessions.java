package dev.lockstep.console.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

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

  private record Session(Grant grant, long endsAt) {}

  private final SecureRandom random = new SecureRandom();

  /** By the hash of the id; the oldest is the first, and all last equally long. */
  private final LinkedHashMap<String, Session> open = new LinkedHashMap<>();

  private final long nanos;
  private final LongSupplier clock;

  /**
   * @param nanos how long a session lasts
   * @param clock in nanoseconds, from any origin
   */
  Sessions(long nanos, LongSupplier clock) {
    this.nanos = nanos;
    this.clock = clock;
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
    open.put(hash(id), new Session(new Grant(right), clock.getAsLong() + nanos));
    return id;
  }

  /** The grant of a session that goes on. */
  Optional<Grant> find(String id) {
    sweep();
    return Optional.ofNullable(open.get(hash(id))).map(Session::grant);
  }

  void end(String id) {
    end(List.of(hash(id)));
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

  private static String hash(String id) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
