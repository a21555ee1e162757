package dev.lockstep.door;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Bounds the connections of one port: a new connection is pending until it is admitted, and both
 * kinds have a maximum.
 *
 * <p>Safe for use by any thread.
 */
final class Connections {
  /** A handshake takes some milliseconds, so this many pending connections are not the members'. */
  static final int PENDING_MAX = 32;

  private final int admittedMax;
  private final Set<Channel> pending = new LinkedHashSet<>();
  private final Set<Channel> admitted = new HashSet<>();

  /**
   * @param admittedMax the maximum number of admitted connections
   */
  Connections(int admittedMax) {
    this.admittedMax = admittedMax;
  }

  /**
   * Adds a new connection. When too many are pending, the oldest of them is closed, so strangers
   * who hold connections open do not keep members out.
   */
  void add(Channel channel) {
    Channel oldest = null;
    synchronized (this) {
      pending.add(channel);
      if (pending.size() > PENDING_MAX) {
        oldest = pending.iterator().next();
        pending.remove(oldest);
      }
    }
    channel.closeFuture().addListener(_ -> remove(channel));
    if (oldest != null) {
      oldest.close();
    }
  }

  /**
   * Admits a pending connection.
   *
   * @return false when it has to be closed: too many are admitted, or it is not pending any more
   */
  synchronized boolean admit(Channel channel) {
    return pending.remove(channel) && admitted.size() < admittedMax && admitted.add(channel);
  }

  private synchronized void remove(Channel channel) {
    pending.remove(channel);
    admitted.remove(channel);
  }
}
