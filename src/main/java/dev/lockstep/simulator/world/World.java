package dev.lockstep.simulator.world;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A cluster, its clients, and every message that was ever sent. Does what actions say and nothing
 * else: the same list of actions always gives the same execution.
 *
 * <p>An action that makes no sense (a message that was never sent, a tick of a process that is
 * down) does nothing: so any part of a list of actions is a list of actions.
 */
public final class World {
  private final Trace trace;
  private final Cluster cluster;
  private final Referee referee;
  private final Clients clients;
  private final List<InFlight> messages = new ArrayList<>();
  private final List<Timed> history = new ArrayList<>();
  private Agenda agenda = Agenda.NONE;
  private long now;

  public World(Plan plan, Trace trace) {
    this.trace = trace;
    this.cluster = new Cluster(plan, this, trace);
    this.referee = new Referee(plan.subject(), cluster.genesis(), cluster.members());
    this.clients = new Clients(referee);
  }

  /** From now on, this agenda decides when pending work is done. */
  public void agenda(Agenda whose) {
    agenda = whose;
  }

  Agenda agenda() {
    return agenda;
  }

  public Genesis genesis() {
    return cluster.genesis();
  }

  public List<Member> members() {
    return cluster.members();
  }

  public Member member(String name) {
    return cluster.member(name);
  }

  Referee referee() {
    return referee;
  }

  public Clients clients() {
    return clients;
  }

  /** How many messages were ever sent. */
  public int messageCount() {
    return messages.size();
  }

  public InFlight message(int number) {
    return messages.get(number);
  }

  /** Virtual milliseconds. */
  public long now() {
    return now;
  }

  /** How many inputs the members have been given. */
  public long steps() {
    return cluster.steps();
  }

  /** Everything that has happened. */
  public List<Timed> history() {
    return history;
  }

  /**
   * Does what an action says.
   *
   * @throws Violation when an invariant does not hold afterwards
   */
  public void happen(long at, Action action) {
    now = Math.max(now, at);
    history.add(new Timed(now, action));
    switch (action) {
      case Action.Deliver(var number) -> arrives(number, sent -> Optional.of(sent.message()));
      case Action.DeliverForged(var number, var how) ->
          arrives(number, sent -> how.of(sent.message()));
      case Action.DeliverLie(var number, var lie, var another) ->
          arrives(number, sent -> lie.of(sent.message(), genesis().hash(), another));
      case Action.DeliverHiding(var number) ->
          arrives(number, sent -> HiddenBlocks.in(sent, genesis().hash()));
      case Action.Tick(var name) -> cluster.step(member(name), new Input.Tick());
      case Action.Sync(var name, var upTo) -> cluster.sync(member(name), upTo);
      case Action.ReadDone(var name, var read) -> cluster.readDone(member(name), read);
      case Action.Submit(var name, var transfers) -> {
        if (member(name).isUp()) {
          cluster.step(member(name), clients.submit(member(name), transfers));
        }
      }
      case Action.Find(var name, var id) -> {
        if (member(name).isUp()) {
          cluster.step(member(name), clients.find(member(name), id));
        }
      }
      case Action.Start(var name, var rejoin, var limits) ->
          cluster.start(member(name), rejoin, limits);
      case Action.Crash(var name, var kept) -> cluster.crash(member(name), kept);
      case Action.Cut(var name, var effects, var kept) -> {
        member(name).cutAfter = effects;
        member(name).keptAtCut = kept;
      }
      case Action.CutOutside(var name, var effects, var unsynced) -> {
        member(name).cutOutside = effects;
        member(name).unsyncedAtCut = unsynced::survivors;
      }
      case Action.Fail(var name, var effects, var kept) -> {
        member(name).failAfter = effects;
        member(name).keptAtFailure = kept;
      }
      case Action.LoseDisk(var name) -> cluster.replaceDisk(member(name), 1);
      case Action.OldDisk(var name, var records) -> cluster.replaceDisk(member(name), records);
    }
  }

  // --- a run that was recorded ------------------------------------------------------------------

  /** Time goes on to where something was recorded. */
  public void reach(long at) {
    now = Math.max(now, at);
  }

  /**
   * A member that has never begun has this on its disk, from a life of which nothing was recorded.
   */
  public void restore(String name, List<JournalRecord> records) {
    cluster.restore(member(name), records);
  }

  /** A process of a member that is down begins as it was recorded. */
  public void begin(String name, long incarnation, boolean rejoin, Limits limits) {
    cluster.begin(member(name), incarnation, rejoin, limits);
  }

  /**
   * A member that is up takes what was recorded, at that time of its own clock.
   *
   * @throws Violation when an invariant does not hold afterwards
   */
  public void take(String name, Input input, long at) {
    var member = member(name);
    switch (input) {
      case Input.Submit asked -> clients.submit(member, asked);
      case Input.Find asked -> clients.find(member, asked);
      case Input.Persisted(var upTo) -> cluster.synced(member, upTo);
      case Input.Start _,
          Input.Received _,
          Input.Misbehaved _,
          Input.WriteFailed _,
          Input.BlocksRead _,
          Input.Signed _,
          Input.LogSigned _,
          Input.Verified _,
          Input.Tick _ -> {
        // The input is all that is new.
      }
    }
    cluster.take(member, input, at);
  }

  /** A message leaves; the agenda decides when it arrives, if ever. */
  void send(Member from, Member to, PeerMessage message, Stamp stamp) {
    referee.sent(from, message);
    var inFlight = new InFlight(messages.size(), from, to, message, stamp, trace.stepOf(from));
    messages.add(inFlight);
    agenda.sent(inFlight);
  }

  /**
   * @param told what arrives in place of what was sent, if anything
   */
  private void arrives(int number, Function<InFlight, Optional<PeerMessage>> told) {
    if (number < messages.size()) {
      var sent = messages.get(number);
      told.apply(sent).ifPresent(message -> deliver(sent, message));
    }
  }

  /**
   * @param message what arrives: what was sent, or a forgery of it
   */
  private void deliver(InFlight inFlight, PeerMessage message) {
    if (inFlight.to().isUp()) {
      inFlight.to().deceived = message != inFlight.message();
      trace.arrives(inFlight);
      cluster.receive(inFlight.to(), message, inFlight.stamp());
    }
  }
}
