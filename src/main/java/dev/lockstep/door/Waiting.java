package dev.lockstep.door;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections of one port: how many there are, and which have not proved a key yet.
 *
 * <p>Safe for use by any thread.
 */
final class Waiting {
  /** A handshake takes some milliseconds, so this many at once are not the members'. */
  private static final int UNPROVED_MAX = 32;

  private final int provedMax;
  private final Set<Channel> unproved = new LinkedHashSet<>();
  private final Set<Channel> proved = new HashSet<>();

  /**
   * @param provedMax the most connections of members
   */
  Waiting(int provedMax) {
    this.provedMax = provedMax;
  }

  /**
   * A new connection. When too many wait, the one that has waited longest has to go: a stranger who
   * holds many open keeps no member out.
   */
  void add(Channel channel) {
    Channel oldest = null;
    synchronized (this) {
      unproved.add(channel);
      if (unproved.size() > UNPROVED_MAX) {
        oldest = unproved.iterator().next();
        unproved.remove(oldest);
      }
    }
    channel.closeFuture().addListener(_ -> remove(channel));
    if (oldest != null) {
      oldest.close();
    }
  }

  /** Whether a connection that has proved a key may stay. */
  synchronized boolean prove(Channel channel) {
    return unproved.remove(channel) && proved.size() < provedMax && proved.add(channel);
  }

  private synchronized void remove(Channel channel) {
    unproved.remove(channel);
    proved.remove(channel);
  }
}
