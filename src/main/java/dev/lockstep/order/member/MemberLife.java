package dev.lockstep.order.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Order;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.order.Status;
import java.util.List;

/**
 * One incarnation of a member, from its start to its end or its fail-stop: what is the same in
 * every protocol. The rest is in its {@link ProtocolRules}.
 */
public final class MemberLife implements Order {
  private final LocalMember member;
  private final Clients clients;
  private final ProtocolRules rules;
  private final Outbox outbox;
  private final StateTransfer stateTransfer;
  private Plausibility plausibility = new Plausibility(0, 0);
  private MemberState announced;

  public MemberLife(LocalMember member, Clients clients, ProtocolRules rules) {
    this.member = member;
    this.clients = clients;
    this.rules = rules;
    this.outbox = member.outbox();
    this.stateTransfer = new StateTransfer(member, rules::append);
  }

  @Override
  public List<Effect> step(Input input, long now) {
    member.advanceTo(now);
    outbox.beginStep(member::time, rules::snapshot);
    if (!member.isFailStopped()) {
      try {
        accept(input);
        stateTransfer.seek();
        rules.goOn();
        outbox.raiseClockBound(rules::clockBoundRaised);
      } catch (ChainException contradiction) {
        // Its own block does not fit: until the node is down it says nothing more.
        failStop("A block does not fit this chain: " + contradiction.getMessage());
        outbox.perform(new Effect.Halt(member.failStopReason()));
      }
    } else if (input instanceof Input.Submit(var ticket, var transfers)) {
      clients.submit(ticket, transfers);
    } else if (input instanceof Input.Find(var ticket, var id)) {
      clients.find(ticket, id);
    }
    clients.requests().noteAnswered();
    announceState();
    if (input instanceof Input.Tick) {
      outbox.nameTimer();
    }
    return outbox.effects();
  }

  private void accept(Input input) {
    switch (input) {
      case Input.Start(var unixMillis, var start) -> {
        plausibility = new Plausibility(unixMillis, member.now());
        member.presences().start(member.now());
        outbox.start(member.self(), start);
        rules.start(start);
      }
      case Input.Submit(var ticket, var transfers) -> {
        clients.submit(ticket, transfers);
        rules.submitted();
      }
      case Input.Find(var ticket, var id) -> clients.find(ticket, id);
      case Input.Received(var message, var stamp) -> receive(message, stamp);
      case Input.Misbehaved(var from, var what, var reason) -> accuse(from, what, reason);
      case Input.Persisted(var upTo) -> rules.synced(upTo);
      case Input.WriteFailed(var reason) ->
          // A sync is never retried: the kernel may have dropped what it did not write (D3).
          failStop("The disk of " + member.self() + " failed: " + reason);
      case Input.BlocksRead(var to, var blocks) -> stateTransfer.send(to, blocks);
      case Input.Signed(var block) -> rules.signed(block);
      case Input.LogSigned(var height, var log) -> rules.logSigned(height, log);
      case Input.Verified verified -> verified(verified);
      case Input.Tick() -> tick();
    }
  }

  private void verified(Input.Verified verified) {
    try {
      stateTransfer.verified(verified);
    } catch (RefusedMessageException misbehaviour) {
      accuse(verified.from(), "blocks", misbehaviour.getMessage());
      if (misbehaviour instanceof ForkException) {
        compareFirstOther(verified.proven());
      }
    }
  }

  private void failStop(String reason) {
    member.failStop(reason);
    clients.failStopped();
  }

  private void receive(PeerMessage message, Stamp stamp) {
    var from = message.from();
    if (!member.others().contains(from)) {
      return;
    }
    outbox.hears(named(stamp));
    // Before anything of the message is taken over: such a number would stay.
    var flaw = plausibility.flaw(message, stamp, member.now());
    if (flaw.isPresent()) {
      refuse(message, flaw.get());
      return;
    }
    if (member.presences().hear(from, member.now())) {
      outbox.note(new Event.PeerHeard(member.time(), from));
    }
    long sent = Math.max(message.time(), stamp.time());
    member.hearTime(sent);
    if (message.isHeartbeat() && !rules.isNews(message)) {
      takeIn(message);
      return;
    }
    // IR2 of Lamport 1978, and IR1: the receipt is an event of its own, later than the sending.
    long received = member.time() + 1;
    outbox.note(
        new Event.Received(
            received,
            from,
            message.type(),
            message.time(),
            outbox.hearing(),
            message.blockHeight()));
    takeIn(message);
    // The protocol has moved the clock, unless it has not believed the message.
    member.hearTime(received);
  }

  private void takeIn(PeerMessage message) {
    try {
      take(message);
    } catch (RefusedMessageException misbehaviour) {
      accuse(message, misbehaviour.getMessage());
      if (misbehaviour instanceof ForkException fork) {
        findOut(message, fork.height());
      }
    }
  }

  /** What a sender says of its message is shown, so it may name members only. */
  private Stamp named(Stamp stamp) {
    return stamp.purpose().servedMember().stream()
            .allMatch(member.ledger().genesis().members()::contains)
        ? stamp
        : stamp.withoutPurpose();
  }

  /** Two chains have parted: whoever has signed both of the blocks is to blame (design B7). */
  private void findOut(PeerMessage message, long height) {
    if (message instanceof LamportPeerMessage(var _, var block)) {
      block.ifPresentOrElse(
          sent -> compareFirstOther(List.of(sent)),
          () -> stateTransfer.askForOther(message.from(), height));
    }
  }

  private void compareFirstOther(List<Block> blocks) {
    blocks.stream()
        .filter(block -> block.height() <= member.ledger().height())
        .filter(block -> !member.ledger().hashAt(block.height()).equals(block.hash()))
        .filter(block -> block.signature().isPresent())
        .findFirst()
        .ifPresent(block -> outbox.perform(new Effect.Compare(block)));
  }

  private void take(PeerMessage message) {
    switch (message) {
      case PeerMessage.Fetch fetch -> stateTransfer.asked(fetch);
      case PeerMessage.Blocks piece -> stateTransfer.arrived(piece);
      case LamportPeerMessage _, PaxosPeerMessage _ -> rules.received(message);
    }
  }

  private void refuse(PeerMessage message, Plausibility.Flaw flaw) {
    switch (flaw) {
      case Plausibility.Flaw.Ahead(var reason) -> drop(message, reason);
      case Plausibility.Flaw.Impossible(var reason) -> accuse(message, reason);
    }
  }

  private void accuse(PeerMessage message, String reason) {
    accuse(message.from(), message.type(), reason);
  }

  private void accuse(String from, String what, String reason) {
    outbox.noteDropped(from, what, reason);
    var sentence = what + ": " + reason;
    if (member.accusations().accuse(from, sentence, member.now())) {
      outbox.note(new Event.Accused(member.time(), from, sentence));
    }
  }

  private void drop(PeerMessage message, String reason) {
    outbox.noteDropped(message.from(), message.type(), reason);
  }

  private void tick() {
    member
        .presences()
        .markSilent(member.now())
        .forEach(peer -> outbox.note(new Event.PeerSilent(member.time(), peer)));
    clients.expire(() -> rules.report().unavailable());
    rules.tick();
  }

  @Override
  public Status status(long at) {
    member.advanceTo(at);
    return rules.report().status();
  }

  private void announceState() {
    var report = rules.report();
    if (report.state() != announced) {
      announced = report.state();
      outbox.note(new Event.StateChanged(member.time(), announced, report.reason()));
    }
  }
}
