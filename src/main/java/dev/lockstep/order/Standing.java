package dev.lockstep.order;

import dev.lockstep.mutex.LamportMutex;
import dev.lockstep.mutex.Peer;
import dev.lockstep.mutex.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a member of Lamport mode stands at one moment, and what it says about it. Decides nothing.
 *
 * @param target the highest block that is known to exist
 * @param lostReason who remembers more than this member, when it is lost
 * @param silencedReason why the member says nothing more, empty while it speaks
 */
record Standing(
    LamportMutex mutex,
    Presences presences,
    long height,
    long target,
    long committed,
    int pending,
    String lostReason,
    String silencedReason,
    long now) {

  Status status() {
    return new Status(
        mutex.incarnation(),
        state(),
        reason(),
        mutex.time(),
        mutex.head().height(),
        mutex.head().hash(),
        mutex.durable(),
        committed,
        mutex.claim(),
        mutex.inside(),
        mutex.queue(),
        mutex.peers().entrySet().stream().map(e -> peer(e.getKey(), e.getValue())).toList(),
        waitingFor(),
        pending,
        target,
        Optional.empty());
  }

  private Status.PeerStatus peer(String name, Peer peer) {
    return new Status.PeerStatus(
        name,
        presences.isForgetful(name) ? Status.Presence.LOST : presences.presence(name, now),
        peer.incarnation(),
        presences.lastHeardMillis(name, now),
        peer.heard().map(s -> s.head().height()).orElse(peer.durable()),
        peer.durable(),
        peer.heard().flatMap(State::claim));
  }

  MemberState state() {
    if (!silencedReason.isEmpty()) {
      return MemberState.SILENCED;
    }
    if (mutex.lost()) {
      return MemberState.LOST;
    }
    if (!mutex.participating()) {
      return MemberState.JOINING;
    }
    for (var peer : mutex.peers().keySet()) {
      if (isSilent(peer)) {
        return MemberState.WAITING;
      }
    }
    return MemberState.READY;
  }

  String reason() {
    return switch (state()) {
      case READY -> "";
      case SILENCED, LOST, WAITING -> unavailableReason();
      case JOINING ->
          target > height ? "catching up, block " + height + " of " + target : joining();
    };
  }

  /** Whoever is alone has nobody to hear from, only its own disk to wait for. */
  private String joining() {
    var missing = mutex.waitingFor();
    return missing.isEmpty() ? "starting" : "waiting to hear from " + String.join(", ", missing);
  }

  /** The silent members, or else those whose turn or answer is awaited; this one when it is out. */
  List<String> waitingFor() {
    if (mutex.lost() || !silencedReason.isEmpty()) {
      return List.of(mutex.self());
    }
    var silent = silent();
    return silent.isEmpty() ? mutex.waitingFor() : silent;
  }

  List<String> silent() {
    return mutex.peers().keySet().stream().filter(this::isSilent).toList();
  }

  private boolean isSilent(String peer) {
    return presences.presence(peer, now) != Status.Presence.UP;
  }

  /** Why a transfer cannot be put on a block now: one sentence. */
  String unavailableReason() {
    if (!silencedReason.isEmpty()) {
      return silencedReason;
    }
    if (mutex.lost()) {
      return lostReason + "; start " + mutex.self() + " again with --rejoin.";
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
    if (presences.isForgetful(peer)) {
      return peer + ", which has lost what it promised and has to be started with --rejoin";
    }
    return isSilent(peer)
        ? peer + ", silent for " + presences.silentMillis(peer, now) / 100 / 10.0 + " s"
        : peer + ", whose turn or answer comes first";
  }
}
