package dev.lockstep.order;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who was heard when. Says who is silent, and never takes part in a decision that must be safe. */
final class Presences {
  private static final long NEVER = -1;

  private final Map<String, Long> lastHeard = new TreeMap<>();
  private final Map<String, Boolean> lost = new TreeMap<>();
  private final Set<String> forgetful = new HashSet<>();
  private long silentSince;

  Presences(Collection<String> peers) {
    peers.forEach(peer -> lastHeard.put(peer, NEVER));
    peers.forEach(peer -> lost.put(peer, true));
  }

  /** The newest that was heard of a peer tells whether it has forgotten what it had promised. */
  void forgetful(String peer, boolean hasForgotten) {
    if (hasForgotten) {
      forgetful.add(peer);
    } else {
      forgetful.remove(peer);
    }
  }

  boolean isForgetful(String peer) {
    return forgetful.contains(peer);
  }

  void start(long now) {
    silentSince = now;
  }

  /**
   * @return whether the peer had been lost until now
   */
  boolean heard(String peer, long now) {
    lastHeard.put(peer, now);
    return Boolean.TRUE.equals(lost.put(peer, false));
  }

  /** The peers that have become silent since this was last asked. */
  Collection<String> newlySilent(long now) {
    var silent =
        lastHeard.keySet().stream()
            .filter(peer -> !lost.get(peer) && presence(peer, now) != Status.Presence.UP)
            .toList();
    silent.forEach(peer -> lost.put(peer, true));
    return silent;
  }

  Status.Presence presence(String peer, long now) {
    long at = lastHeard.get(peer);
    if (at == NEVER) {
      return Status.Presence.UNKNOWN;
    }
    return now - at > Pace.SILENT_AFTER ? Status.Presence.SILENT : Status.Presence.UP;
  }

  /** Milliseconds, or below zero when the peer was never heard. */
  long lastHeardMillis(String peer, long now) {
    long at = lastHeard.get(peer);
    return at == NEVER ? NEVER : now - at;
  }

  /** How long a peer has been silent: since it was last heard, or since this life began. */
  long silentMillis(String peer, long now) {
    long at = lastHeard.get(peer);
    return now - (at == NEVER ? silentSince : at);
  }
}
