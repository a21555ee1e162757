package dev.lockstep.order.paxos;

import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import dev.lockstep.order.member.StatusReport;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The status of a member of Paxos mode at one moment.
 *
 * @param pending transfers that wait for money
 * @param lostReason who remembers more than this member, when it is lost
 */
record PaxosStatusReport(
    PaxosMember member, Optional<Ballot> leading, int pending, String lostReason)
    implements StatusReport {

  @Override
  public Status status() {
    long height = member.ledger().height();
    return new Status(
        member.incarnation(),
        state(),
        reason(),
        member.time(),
        height,
        member.ledger().head(),
        member.durable(),
        height,
        member.others().stream().map(this::peer).toList(),
        waitingFor(),
        pending,
        member.target(),
        member.accusations().all(),
        Optional.of(
            new Status.Consensus(
                member.acceptor.promised(),
                member.acceptor.accepted().map(Vote::ballot),
                leading,
                member.log.durable(),
                member.recoveryHeight())));
  }

  private Status.PeerStatus peer(String name) {
    var presences = member.presences();
    var state = member.stateOf(name);
    return new Status.PeerStatus(
        name,
        presences.isLost(name) ? Status.Presence.LOST : presences.presence(name, member.now()),
        state.map(PaxosState::incarnation).orElse(0L),
        presences.lastHeardMillis(name, member.now()),
        state.map(PaxosState::height).orElse(0L),
        state.map(PaxosState::durable).orElse(0L),
        Optional.empty());
  }

  @Override
  public MemberState state() {
    if (member.isFailStopped()) {
      return MemberState.FAIL_STOPPED;
    }
    if (!lostReason.isEmpty()) {
      return MemberState.LOST;
    }
    if (!member.participates()) {
      return MemberState.JOINING;
    }
    return member.missing().isEmpty() ? MemberState.READY : MemberState.WAITING;
  }

  @Override
  public String reason() {
    return switch (state()) {
      case READY -> "";
      case FAIL_STOPPED, LOST -> unavailableReason();
      case WAITING ->
          unavailableReason()
              + " What "
              + member.self()
              + "'s accounts can pay is executed all the same.";
      case JOINING ->
          member.target() > member.ledger().height()
              ? "catching up, block " + member.ledger().height() + " of " + member.target()
              : waitingFor().isEmpty()
                  ? "starting"
                  : "waiting to hear from " + String.join(", ", waitingFor());
    };
  }

  /** The members that are missing; this member itself when it is lost or fail-stopped. */
  @Override
  public List<String> waitingFor() {
    return switch (state()) {
      case FAIL_STOPPED, LOST -> List.of(member.self());
      case READY, WAITING -> member.missing();
      case JOINING -> {
        var silent = member.silent();
        yield silent.isEmpty() ? member.others() : silent;
      }
    };
  }

  /** Why a transfer that is short of funds cannot be decided now: one sentence. */
  @Override
  public String unavailableReason() {
    return switch (state()) {
      case FAIL_STOPPED -> member.failStopReason();
      case LOST -> lostReason + "; start " + member.self() + " again with --rejoin.";
      case JOINING ->
          waitingFor().isEmpty()
              ? member.self() + " is starting; try again in a moment."
              : member.self()
                  + " does not participate yet; it is waiting to hear from "
                  + described()
                  + ".";
      case WAITING ->
          "No block can be agreed on without a majority: waiting for " + described() + ".";
      case READY -> "No block was agreed on in time; try again.";
    };
  }

  private String described() {
    return waitingFor().stream().map(this::described).collect(Collectors.joining(" and for "));
  }

  private String described(String peer) {
    return member.isUp(peer)
        ? peer
        : peer
            + ", silent for "
            + member.presences().silentMillis(peer, member.now()) / 100 / 10.0
            + " s";
  }
}
