package dev.lockstep.lab;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The entry card of a member: for whom it waits at a moment, and why.
 *
 * @param waitingFor sorted by name
 * @param sentences each ends with a full stop
 */
public record Why(List<String> waitingFor, List<String> sentences) {
  public static Why of(MemberView member) {
    if (!member.isUp()) {
      return new Why(List.of(), List.of(member.name() + " is down."));
    }
    var status = member.status().orElseThrow();
    return switch (status.state()) {
      case JOINING, LOST, FAIL_STOPPED -> ofState(member, status);
      case READY, WAITING ->
          status
              .claim()
              .map(c -> ofClaim(member, status, c))
              .orElseGet(() -> ofRound(member, status));
    };
  }

  private static Why ofState(MemberView member, Status status) {
    return new Why(
        status.waitingFor(),
        List.of(member.name() + " is " + status.state().text() + ": " + ended(status.reason())));
  }

  private static String ended(String text) {
    return text.isEmpty() ? "it has just started." : text.endsWith(".") ? text : text + ".";
  }

  // --- Lamport mode: rule 5 of the paper --------------------------------------------------------

  private static Why ofClaim(MemberView member, Status status, Timestamp claim) {
    List<String> awaited = new ArrayList<>();
    List<String> sentences = new ArrayList<>();
    sentences.add(
        member.name()
            + (status.inside() ? " is inside with " : " waits with its request ")
            + claim
            + ".");
    for (var peer : status.peers()) {
      var heard = member.heard().get(peer.member());
      boolean isLater = heard != null && claim.before(new Timestamp(heard.time(), peer.member()));
      boolean isFirst = peer.claim().map(claim::before).orElse(true);
      if (!status.inside() && (!isLater || !isFirst)) {
        awaited.add(peer.member());
      }
      sentences.add(
          peer.member() + ": " + evidence(heard, isLater) + order(peer.claim(), isFirst) + ".");
    }
    if (status.target() > status.height()) {
      sentences.add(
          "Its chain ends at block "
              + status.height()
              + ", and block "
              + status.target()
              + " comes first.");
    }
    return new Why(List.copyOf(awaited), sentences);
  }

  private static String evidence(Heard heard, boolean isLater) {
    if (heard == null) {
      return "nothing has been heard";
    }
    return heard.type()
        + " at "
        + heard.time()
        + (isLater
            ? " is later, so no earlier request can follow"
            : " is the newest that has been heard, and it is not later");
  }

  private static String order(java.util.Optional<Timestamp> claim, boolean isFirst) {
    return claim
        .map(
            other ->
                "; its request "
                    + other
                    + (isFirst ? " comes afterwards" : " comes first, until it is released"))
        .orElse("");
  }

  // --- Paxos mode: a majority -------------------------------------------------------------------

  private static Why ofRound(MemberView member, Status status) {
    if (member.round().isEmpty()) {
      boolean isShort = status.state() == MemberState.WAITING;
      return new Why(
          isShort ? status.waitingFor() : List.of(),
          List.of(
              isShort
                  ? member.name() + " is waiting: " + ended(status.reason())
                  : member.name() + " waits for nobody."));
    }
    var round = member.round().get();
    int majority = (status.peers().size() + 1) / 2 + 1;
    boolean isPromised = round.promises().size() + 1 >= majority;
    var answered = isPromised ? round.votes() : round.promises();
    var awaited = new TreeSet<>(status.peers().stream().map(Status.PeerStatus::member).toList());
    awaited.removeAll(answered);
    return new Why(
        answered.size() + 1 >= majority ? List.of() : List.copyOf(awaited),
        List.of(
            member.name()
                + " leads ballot "
                + round.ballot()
                + " for block "
                + round.height()
                + "; a majority is "
                + majority
                + ", itself included.",
            "Promises of others: " + names(round.promises()) + ".",
            "Votes of others: " + names(round.votes()) + "."));
  }

  private static String names(java.util.Collection<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }
}
