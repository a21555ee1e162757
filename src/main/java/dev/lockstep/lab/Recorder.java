package dev.lockstep.lab;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.Snapshot;
import dev.lockstep.simulator.invariant.Invariant;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.report.RecordWording;
import dev.lockstep.simulator.world.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Watches the cluster beside the invariants, and keeps what a person wants to see. It is told
 * before the invariants of the protocol, so it shows the event that breaks one of them too.
 */
final class Recorder implements Invariant {
  /** Whether the members number no messages, so that it is done for them. */
  private final boolean numbers;

  private final List<Happened> happened = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final Map<String, SortedMap<String, Heard>> heard = new HashMap<>();
  private final Map<String, Round> rounds = new HashMap<>();
  private final Map<String, Integer> effects = new HashMap<>();
  private final Map<String, Integer> digests = new HashMap<>();

  Recorder(boolean numbers) {
    this.numbers = numbers;
  }

  /** A move begins: what happens from now on belongs to it. */
  void begin() {
    happened.clear();
    effects.clear();
  }

  List<Happened> happened() {
    return List.copyOf(happened);
  }

  List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The newest message of each peer that the process of this member has taken in. */
  SortedMap<String, Heard> heard(String member) {
    return heard.getOrDefault(member, new TreeMap<>());
  }

  /** What followed from a step of a member: see {@link dev.lockstep.recording.RunEntry.Taken}. */
  void digested(String member, int digest) {
    digests.put(member, digest);
  }

  int digest(String member) {
    return digests.getOrDefault(member, 0);
  }

  Optional<Round> round(String member) {
    return Optional.ofNullable(rounds.get(member));
  }

  @Override
  public void begun(Member member) {
    heard.remove(member.name);
    rounds.remove(member.name);
    say(member, "starts");
  }

  @Override
  public void ended(Member member) {
    say(member, "crashes");
    var doubt =
        new Outcome.InDoubt(List.of(member.name), member.name + " crashed before it answered");
    asked.replaceAll(
        one ->
            one.member().equals(member.name) && one.outcome().isEmpty()
                ? one.answered(doubt)
                : one);
  }

  @Override
  public void halted(Member member, String reason) {
    say(member, "stops: " + reason);
  }

  @Override
  public void replaced(Member member) {
    say(member, "has another disk now, with " + member.disk.height() + " blocks");
  }

  @Override
  public void restored(Member member) {
    say(member, "has " + member.disk.height() + " blocks from before the recording");
  }

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    transfers.forEach(
        transfer ->
            asked.add(new Asked(asked.size() + 1, member.name, transfer, Optional.empty())));
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    for (int i = asked.size() - 1; i >= 0; i--) {
      var one = asked.get(i);
      if (one.outcome().isEmpty()
          && one.member().equals(member.name)
          && one.transfer().equals(transfer)) {
        asked.set(i, one.answered(outcome));
        effect(member, "answers transfer " + one.number() + ": " + asked.get(i).word());
        return;
      }
    }
  }

  /** A record goes to the disk of the member. */
  void writes(Member member, JournalRecord entry) {
    effect(member, "writes " + RecordWording.of(entry));
  }

  /** An action of the simulator. */
  void simulated(Action action, String message) {
    happened.add(
        new Happened(
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            SeedWords.of(action, message),
            0));
  }

  /** A message leaves. */
  void sends(Flying message) {
    int number = effects.merge(message.link().from(), 1, Integer::sum);
    happened.add(
        new Happened(
            message.link().from(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(message),
            "sends " + message.type() + " to " + message.link().to(),
            number));
    if (numbers) {
      var link = message.link();
      show(
          link.from(),
          new Event.Sent(
              message.time(),
              link.to(),
              message.type(),
              message.time(),
              message.stamp(),
              message.block()),
          Optional.empty());
    }
  }

  /** A message arrives. */
  void arrives(Flying message) {
    if (numbers) {
      var link = message.link();
      show(
          link.to(),
          new Event.Received(
              message.time(),
              link.from(),
              message.type(),
              message.time(),
              message.stamp(),
              message.block()),
          Optional.empty());
    }
  }

  private void show(String member, Event event, Optional<Snapshot> after) {
    happened.add(
        new Happened(member, Optional.of(event), after, Optional.empty(), EventWords.of(event), 0));
  }

  @Override
  public void noted(Member member, Event event, Optional<Snapshot> after) {
    switch (event) {
      case Event.Received(var _, var from, var type, var time, var _, var _) -> {
        var newest = new TreeMap<>(heard(member.name));
        newest.merge(from, new Heard(type, time), Recorder::later);
        heard.put(member.name, newest);
        rounds.computeIfPresent(member.name, (_, round) -> round.heard(type, from));
      }
      case PaxosEvent.Proposed(var _, var ballot, var height) ->
          rounds.put(member.name, Round.of(ballot, height));
      case PaxosEvent.RoundOver _ -> rounds.remove(member.name);
      default -> {
        // It is shown, and nothing else depends on it.
      }
    }
    boolean isShown = numbers && (event instanceof Event.Sent || event instanceof Event.Received);
    if (isShown) {
      happened.replaceAll(one -> one.member().equals(member.name) ? one.seen(after) : one);
    } else {
      show(member.name, event, after);
    }
  }

  private static Heard later(Heard one, Heard other) {
    return other.time() >= one.time() ? other : one;
  }

  private void say(Member member, String text) {
    happened.add(
        new Happened(member.name, Optional.empty(), Optional.empty(), Optional.empty(), text, 0));
  }

  private void effect(Member member, String text) {
    int number = effects.merge(member.name, 1, Integer::sum);
    happened.add(
        new Happened(
            member.name, Optional.empty(), Optional.empty(), Optional.empty(), text, number));
  }
}
