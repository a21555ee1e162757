package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.mutex.Timestamp;
import java.util.List;
import java.util.Optional;

/**
 * A member as it sees itself and the others.
 *
 * @param reason why the state is what it is, empty when there is nothing to say
 * @param time the Lamport clock
 * @param height the newest block of its chain
 * @param durable up to where the chain is on its disk
 * @param committed up to where it knows the chain to be on the disks of a majority
 * @param pending transfers that wait to be put on a block
 * @param target the height it is catching up to; its own height when it is not behind
 */
public record Status(
    long incarnation,
    MemberState state,
    String reason,
    long time,
    long height,
    Hash hash,
    long durable,
    long committed,
    Optional<Timestamp> claim,
    boolean inside,
    List<Timestamp> queue,
    List<PeerStatus> peers,
    List<String> waitingFor,
    int pending,
    long target) {

  /**
   * Another member, as far as this one knows.
   *
   * @param lastHeardMillis how long ago it was heard; below zero when it never was
   */
  public record PeerStatus(
      String member,
      Presence presence,
      long incarnation,
      long lastHeardMillis,
      long height,
      long durable,
      Optional<Timestamp> claim) {}

  /** Whether a peer speaks; lost is one that has forgotten what it told, and so stays out. */
  public enum Presence {
    UP,
    SILENT,
    LOST,
    UNKNOWN;

    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
