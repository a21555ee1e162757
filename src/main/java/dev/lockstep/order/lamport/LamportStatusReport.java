package dev.lockstep.order.lamport;

import dev.lockstep.mutex.Peer;
import dev.lockstep.mutex.State;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import dev.lockstep.order.member.StatusReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The status of a member of Lamport mode at one moment.
 *
 * @param pending transfers that wait for their turn
 */
record LamportStatusReport(LamportMember member, int pending) implements StatusReport {
  @Override
  public Status status() {
    return new Status(
        member.incarnation(),
        state(),
        reason(),
        member.time(),
        member.shownHead().height(),
        member.shownHead().hash(),
        member.durable(),
        member.committed(),
        member.peers().entrySet().stream().map(e -> peer(e.getKey(), e.getValue())).toList(),
        waitingFor(),
        pending,
        member.target(),
        member.accusations().all(),
        Optional.of(new Status.Mutex(member.claim(), member.isInside(), member.queue())));
  }

  private Status.PeerStatus peer(String name, Peer peer) {
    var presences = member.presences();
    return new Status.PeerStatus(
        name,
        presences.isLost(name) ? Status.Presence.LOST : presences.presence(name, member.now()),
        peer.incarnation(),
        presences.lastHeardMillis(name, member.now()),
        peer.heard().map(s -> s.head().height()).orElse(peer.durable()),
        peer.durable(),
        peer.heard().flatMap(State::claim));
  }

  @Override
  public MemberState state() {
    if (member.isFailStopped()) {
      return MemberState.FAIL_STOPPED;
    }
    if (member.isLost()) {
      return MemberState.LOST;
    }
    if (!member.participates()) {
      return MemberState.JOINING;
    }
    return member.silent().isEmpty() ? MemberState.READY : MemberState.WAITING;
  }

  @Override
  public String reason() {
    return switch (state()) {
      case READY -> "";
      case FAIL_STOPPED, LOST, WAITING -> unavailableReason();
      case JOINING -> joining();
    };
  }

  private String joining() {
    long height = member.ledger().height();
    if (member.target() > height) {
      return "catching up, block " + height + " of " + member.target();
    }
    // A member without peers waits only for its disk.
    var missing = member.waitingFor();
    return missing.isEmpty() ? "starting" : "waiting to hear from " + String.join(", ", missing);
  }

  /**
   * The silent members, or else those whose answer or turn this one waits for; this member itself
   * when it is lost or fail-stopped.
   */
  @Override
  public List<String> waitingFor() {
    if (member.isLost() || member.isFailStopped()) {
      return List.of(member.self());
    }
    var silent = member.silent();
    return silent.isEmpty() ? member.waitingFor() : silent;
  }

  @Override
  public String unavailableReason() {
    if (member.isFailStopped()) {
      return member.failStopReason();
    }
    if (member.isLost()) {
      return member.lostReason() + "; start " + member.self() + " again with --rejoin.";
    }
    var missing = waitingFor();
    if (missing.isEmpty()) {
      return "The critical section was not reached in time; try again.";
    }
    return "Waiting for "
        + missing.stream().map(this::described).collect(Collectors.joining(" and for "))
        + "; in Lamport mode nobody can write without every member.";
  }

  private String described(String peer) {
    if (member.presences().isLost(peer)) {
      return peer + ", which has lost what it promised and has to be started with --rejoin";
    }
    return member.isUp(peer)
        ? peer + ", whose turn or answer comes first"
        : peer
            + ", silent for "
            + member.presences().silentMillis(peer, member.now()) / 100 / 10.0
            + " s";
  }
}
