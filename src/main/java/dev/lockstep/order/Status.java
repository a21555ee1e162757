package dev.lockstep.order;

import dev.lockstep.chain.Hash;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.paxos.Ballot;
import java.util.List;
import java.util.Optional;

/**
 * A member as it sees itself and the others.
 *
 * @param reason why the state is what it is, empty when there is nothing to say
 * @param time the Lamport clock
 * @param height the newest block of its chain
 * @param durable the height up to which its chain is on its disk
 * @param committed the height up to which it knows the chain to be on the disks of a majority
 * @param pending transfers that wait to be put on a block
 * @param target the height it is catching up to; its own height when it is not behind
 * @param accused the members that have sent what no correct member sends, in this incarnation
 * @param ofProtocol what only its protocol has
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
    List<PeerStatus> peers,
    List<String> waitingFor,
    int pending,
    long target,
    List<Accusation> accused,
    Optional<OfProtocol> ofProtocol) {

  /** What one protocol has beyond the others. */
  public sealed interface OfProtocol {}

  /**
   * How a member of Lamport mode is doing.
   *
   * @param claim the timestamp of its outstanding request
   * @param inside whether it is in the critical section
   * @param queue the claims that it knows of, in the order in which they will be served
   */
  public record Mutex(Optional<Timestamp> claim, boolean inside, List<Timestamp> queue)
      implements OfProtocol {}

  /**
   * How a member of Paxos mode is doing.
   *
   * @param promised the highest ballot it takes part in; its leader is the one it follows
   * @param accepted the ballot of its last vote at the height that is to be decided
   * @param leading the ballot that it leads at this moment
   * @param logged how many transfers it has executed that are on no block
   * @param recoveryHeight below this height it executes nothing; 0 as a rule
   */
  public record Consensus(
      Ballot promised,
      Optional<Ballot> accepted,
      Optional<Ballot> leading,
      int logged,
      long recoveryHeight)
      implements OfProtocol {}

  /** The timestamp of the outstanding request, in Lamport mode. */
  public Optional<Timestamp> claim() {
    return mutex().flatMap(Mutex::claim);
  }

  /** Whether the member is in the critical section, in Lamport mode. */
  public boolean inside() {
    return mutex().filter(Mutex::inside).isPresent();
  }

  /** The claims that the member knows of, in Lamport mode. */
  public List<Timestamp> queue() {
    return mutex().map(Mutex::queue).orElse(List.of());
  }

  private Optional<Mutex> mutex() {
    return ofProtocol.filter(Mutex.class::isInstance).map(Mutex.class::cast);
  }

  /** The ballots, in Paxos mode. */
  public Optional<Consensus> consensus() {
    return ofProtocol.filter(Consensus.class::isInstance).map(Consensus.class::cast);
  }

  /**
   * A member that has sent what no correct member sends.
   *
   * @param reason what was wrong with the last such message
   * @param messages how many there were
   */
  public record Accusation(String member, String reason, long messages) {}

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

  /**
   * Whether a peer is heard. A lost one knows less than it once reported, and so does not
   * participate.
   */
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
