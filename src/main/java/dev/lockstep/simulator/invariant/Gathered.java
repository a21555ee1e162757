package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Paxos mode: a request is refused for want of funds only after a ballot that began after the
 * request, and when everything that a majority had executed by then is on chosen blocks.
 *
 * <p>Source: rule P2 of docs/design.md.
 */
final class Gathered implements Invariant {
  private final int others;
  private final Votes votes;
  private final Set<Hash> looked = new HashSet<>();
  private final Set<UUID> placed = new HashSet<>();
  private final Map<Ballot, Map<String, List<Transfer>>> onDisk = new HashMap<>();
  private final Map<Ballot, Map<String, List<Transfer>>> logs = new HashMap<>();

  /** The ballots that a member has led in this process, each with the last ticket before it. */
  private final Map<Member, Map<Ballot, Long>> led = new HashMap<>();

  private long lastTicket;

  Gathered(List<Member> members) {
    this.others = members.size() - 1;
    this.votes = new Votes(members);
  }

  @Override
  public void begun(Member member) {
    led.put(member, new HashMap<>());
  }

  @Override
  public void restored(Member member) {
    votes.restored(member);
    for (var block : member.disk.blocks()) {
      looked.add(block.hash());
      block.transfers().forEach(transfer -> placed.add(transfer.id()));
    }
  }

  @Override
  public void kept(Member member, JournalRecord entry) {
    votes.kept(member, entry);
    if (entry instanceof PaxosRecord.Accepted(var _, var block)
        && votes.isChosen(block)
        && looked.add(block.hash())) {
      block.transfers().forEach(transfer -> placed.add(transfer.id()));
    }
  }

  @Override
  public void noted(Member member, Event event) {
    if (event instanceof PaxosEvent.Proposed(var _, var ballot, var _)) {
      led.get(member).put(ballot, lastTicket);
    } else if (event instanceof PaxosEvent.Promised(var _, var ballot, var _)) {
      onDisk
          .computeIfAbsent(ballot, b -> new HashMap<>())
          .putIfAbsent(member.name, List.copyOf(member.disk.executed().values()));
    }
  }

  @Override
  public void sent(Member member, PeerMessage message) {
    if (message instanceof PaxosPeerMessage(PaxosMessage.Promise promise, var _, var _, var _)) {
      // Everything that was on its disk when it promised, even if the message holds less. It may
      // have executed more until it sent the promise, but that is later than the request.
      logs.computeIfAbsent(promise.ballot(), b -> new TreeMap<>())
          .putIfAbsent(
              member.name,
              onDisk
                  .getOrDefault(promise.ballot(), Map.of())
                  // A ballot that it had promised to a recovering member, not to a leader.
                  .getOrDefault(member.name, List.copyOf(member.disk.executed().values())));
    }
  }

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    lastTicket = ticket;
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    boolean isShort =
        outcome instanceof Outcome.Refused(var refusal)
            && refusal.code() == Refusal.Code.INSUFFICIENT_FUNDS;
    if (isShort
        && led.get(member).entrySet().stream()
            .noneMatch(each -> each.getValue() >= ticket && isGathered(each.getKey()))) {
      throw new Violation(
          Gathered.class,
          member.name
              + " refuses "
              + transfer.id()
              + " for want of funds, but has not gathered what a majority had executed");
    }
  }

  /** The leader has promised too: with it, half of the others are a majority. */
  private boolean isGathered(Ballot ballot) {
    return logs.getOrDefault(ballot, Map.of()).values().stream()
                .filter(log -> log.stream().allMatch(t -> placed.contains(t.id())))
                .count()
            * 2
        >= others;
  }
}
