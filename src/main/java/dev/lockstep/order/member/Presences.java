package dev.lockstep.order.member;

import dev.lockstep.order.Pace;
import dev.lockstep.order.Status;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** When each peer was last heard: a failure detector. No decision that must be safe uses it. */
public final class Presences {
  private static final long NEVER = -1;

  private final Map<String, Long> lastHeard = new TreeMap<>();

  /** The peers that are known as silent; at the start, all of them. */
  private final Set<String> silent;

  private final Set<String> lost = new HashSet<>();
  private long silentSince;

  Presences(Collection<String> peers) {
    peers.forEach(peer -> lastHeard.put(peer, NEVER));
    silent = new HashSet<>(peers);
  }

  /**
   * Notes whether the newest message of a peer shows that it has forgotten what it had reported.
   */
  public void markLost(String peer, boolean hasForgotten) {
    if (hasForgotten) {
      lost.add(peer);
    } else {
      lost.remove(peer);
    }
  }

  /** Whether a peer has forgotten what it had reported. */
  public boolean isLost(String peer) {
    return lost.contains(peer);
  }

  void start(long now) {
    silentSince = now;
  }

  /**
   * Notes that a message of a peer has come.
   *
   * @return whether the peer was silent until now
   */
  boolean hear(String peer, long now) {
    lastHeard.put(peer, now);
    return silent.remove(peer);
  }

  /**
   * Notes which peers are silent.
   *
   * @return those that have become so since the last time
   */
  List<String> markSilent(long now) {
    var newlySilent =
        lastHeard.keySet().stream()
            .filter(peer -> !silent.contains(peer) && presence(peer, now) != Status.Presence.UP)
            .toList();
    silent.addAll(newlySilent);
    return newlySilent;
  }

  /** Whether a peer is up, silent, or was never heard. */
  public Status.Presence presence(String peer, long now) {
    long at = lastHeard.get(peer);
    if (at == NEVER) {
      return Status.Presence.UNKNOWN;
    }
    return now - at > Pace.SILENT_AFTER ? Status.Presence.SILENT : Status.Presence.UP;
  }

  /** Milliseconds, or below zero when the peer was never heard. */
  public long lastHeardMillis(String peer, long now) {
    long at = lastHeard.get(peer);
    return at == NEVER ? NEVER : now - at;
  }

  /** How long a peer has been silent: since it was last heard, or since this incarnation began. */
  public long silentMillis(String peer, long now) {
    long at = lastHeard.get(peer);
    return now - (at == NEVER ? silentSince : at);
  }
}
