package dev.lockstep.lab;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Pace;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Agenda;
import dev.lockstep.simulator.world.Unsynced;
import dev.lockstep.simulator.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The cluster itself. Does what moves say and nothing else, except that disks read at once, and
 * sync at once if they shall: so the same moves always lead to the same moment.
 */
final class LabCluster implements Agenda {
  /** As in a node of the shipped cluster file, where every block shows request, ack and release. */
  private static final Limits LIMITS =
      new Limits(Block.TRANSFERS_MAX, 65_536, 10_000, Block.TRANSFERS_MAX, 0, false, 0);

  private static final int FLIGHT_MAX = 10_000;
  private static final int DELIVERIES_MAX = 20_000;
  private static final int JOIN_TICKS_MAX = 100;

  /** A UUID of version 8, which leaves the rest of its bits to its maker. */
  private static final long ID_HIGH = 0x6c61_6200_0000_8000L;

  private static final long ID_LOW = 0x8000_0000_0000_0000L;

  private final World world;
  private final Recorder recorder;
  private final Wires wires = new Wires();
  private final PendingDisks disks = new PendingDisks();
  private final Set<String> frozen = new HashSet<>();
  private final Settling settling;
  private final MomentMaker moments;
  private final RunReplay replay;
  private final RecordedSteps recorded;
  private Optional<Moment.Broken> broken = Optional.empty();

  /** Of no seed while the members join. */
  private SeedRun seed = new SeedRun(Optional.empty());

  private long now;
  private long age;
  private int transfers;

  LabCluster(Setup setup) {
    recorder = new Recorder(setup.protocol().isTextbook());
    world = new World(setup.plan(recorder), Trace.OFF);
    world.agenda(this);
    settling = new Settling(world, disks, frozen, this::happen);
    moments = new MomentMaker(world, recorder, wires, disks, frozen);
    replay = new RunReplay(setup.run());
    recorded = new RecordedSteps(world, recorder, wires, disks, replay);
    if (setup.isJoined()) {
      join();
    }
    seed = new SeedRun(setup.seed());
    settling.syncsAtOnce = setup.syncsAtOnce();
    recorder.begin();
  }

  /** Until all take part, and then until all have heard so from all. */
  private void join() {
    names().forEach(name -> happen(new Action.Start(name, false, LIMITS)));
    deliverAll(MessageFilter.ALL, Optional.empty());
    int rest = (int) (Pace.BEAT / Pace.TICK) + 1;
    for (int ticks = 0; rest > 0 && ticks < JOIN_TICKS_MAX; ticks++) {
      rest -= isJoined() ? 1 : 0;
      tick(names());
      deliverAll(MessageFilter.ALL, Optional.empty());
    }
  }

  private boolean isJoined() {
    return world.members().stream()
        .allMatch(m -> m.state(now).filter(MemberState.READY::equals).isPresent());
  }

  private List<String> names() {
    return world.members().stream().map(m -> m.name).toList();
  }

  // --- moves ------------------------------------------------------------------------------------

  /**
   * The moment after an entry; one that is no move changes nothing.
   *
   * @throws ImpossibleException when the move cannot happen now; part of it may have happened, so
   *     this cluster must not be used any more
   */
  Moment perform(Entry entry) {
    repeat(entry);
    return moment();
  }

  /** The same for an entry whose moment is known already. */
  void repeat(Entry entry) {
    recorder.begin();
    if (entry instanceof Move move) {
      if (!(move instanceof Move.Simulated)) {
        seed.leave();
      }
      if (!(move instanceof Move.Recorded)) {
        replay.leave();
      }
      broken.ifPresent(
          it -> {
            throw new ImpossibleException(
                "the invariant \"" + it.invariant() + "\" is broken here; go back first");
          });
      try {
        perform(move);
      } catch (Violation violation) {
        broken = Optional.of(new Moment.Broken(violation.invariant(), violation.getMessage()));
      }
    }
  }

  /** The invariant that is broken. */
  Optional<Moment.Broken> broken() {
    return broken;
  }

  /** Whether a move of one message or one member was possible; if not, nothing has changed. */
  boolean repeatIfPossible(Move move) {
    try {
      repeat(move);
      return true;
    } catch (ImpossibleException notNow) {
      return false;
    }
  }

  private void perform(Move move) {
    switch (move) {
      case Move.Transfer transfer -> submit(transfer);
      case Move.Deliver(var name) -> deliver(require(name));
      case Move.Drop(var name) -> wires.remove(require(name));
      case Move.Duplicate(var name) -> add(require(name));
      case Move.DeliverAll(var which, var until) -> deliverAll(which, until);
      case Move.DropAll(var which) -> wires.removeAll(which::fits);
      case Move.Cut(var links) -> wires.cut(links);
      case Move.Partition(var sides) -> wires.part(names(), sides);
      case Move.Heal(var links) -> wires.heal(links);
      case Move.HealAll() -> wires.healAll();
      case Move.Crash(var name, var unsynced) -> crash(requireUp(name), unsynced);
      case Move.CrashAfter(var name, var effects, var unsynced) ->
          happen(new Action.CutOutside(requireUp(name).name, effects, unsynced));
      case Move.Restart(var name, var rejoin) -> {
        happen(new Action.Start(requireDown(name).name, rejoin, LIMITS));
        settling.settle();
      }
      case Move.LoseDisk(var name) -> happen(new Action.LoseDisk(requireDown(name).name));
      case Move.HoldDisk(var name) -> disks.hold(requireUp(name).name);
      case Move.SyncDisk(var name) -> {
        if (requireAwake(name).disk.unsyncedCount() == 0) {
          throw new ImpossibleException("the disk of " + name + " has synced everything");
        }
        settling.sync(requireAwake(name));
        settling.settle();
      }
      case Move.FreeDisk(var name) -> {
        if (!disks.free(name)) {
          throw new ImpossibleException("the disk of " + name + " is not held");
        }
        settling.settle();
      }
      case Move.Freeze(var name) -> frozen.add(requireUp(name).name);
      case Move.Thaw(var name) -> {
        if (!frozen.remove(name)) {
          throw new ImpossibleException(name + " is not frozen");
        }
        settling.settle();
      }
      case Move.Run(var times, var until) -> {
        for (int i = 0; i < times && !isSo(until); i++) {
          tick(names());
          deliverAll(MessageFilter.ALL, until);
        }
      }
      case Move.Simulated() -> simulate();
      case Move.Recorded() -> {
        now = recorded.goOn(now);
        settling.clearUp();
      }
      case Move.Tick(var name, var times) -> {
        var whose = name.map(one -> List.of(requireUp(one).name)).orElse(names());
        for (int i = 0; i < times; i++) {
          tick(whose);
        }
      }
    }
  }

  /**
   * As in the simulator: nothing is synced or read by itself, and what it loses is not in flight.
   */
  private void simulate() {
    var next = seed.next();
    now = Math.max(now, next.at());
    recorder.simulated(next.action(), nameOf(next.action()));
    SeedRun.arriving(next.action())
        .filter(number -> number < world.messageCount())
        .ifPresent(this::arrives);
    happen(next.action());
    settling.clearUp();
  }

  private String nameOf(Action action) {
    return SeedRun.arriving(action)
        .filter(number -> number < world.messageCount())
        .map(number -> flying(world.message(number)).text())
        .orElse("a message");
  }

  /** It is in flight no more, unless it arrives once more. */
  private void arrives(int number) {
    recorder.arrives(flying(world.message(number)));
    if (seed.arrivesForTheLastTime(number)) {
      wires.removeAll(message -> message.number() == number);
    }
  }

  private void submit(Move.Transfer wanted) {
    var member = requireAwake(wanted.member());
    var id = new UUID(ID_HIGH, ID_LOW + ++transfers);
    happen(
        new Action.Submit(
            member.name,
            List.of(new Transfer(id, wanted.from(), wanted.to(), wanted.amount(), ""))));
    settling.settle();
  }

  private void crash(Member member, Unsynced fate) {
    happen(new Action.Crash(member.name, fate.survivors(member.disk.unsyncedCount())));
    settling.clearUp();
  }

  private void tick(List<String> whose) {
    if (wires.size() > FLIGHT_MAX) {
      throw new ImpossibleException(
          "more than "
              + FLIGHT_MAX
              + " messages are in flight; deliver or drop some of them first");
    }
    now += Pace.TICK;
    for (var name : whose) {
      if (!frozen.contains(name)) {
        happen(new Action.Tick(name));
        settling.settle();
      }
    }
  }

  // --- messages ---------------------------------------------------------------------------------

  private void deliver(Flying message) {
    if (!canArrive(message)) {
      throw new ImpossibleException(
          message.text() + " cannot arrive: " + moment().obstacle(message).orElseThrow());
    }
    arrive(message);
  }

  private void arrive(Flying message) {
    wires.remove(message);
    recorder.arrives(message);
    happen(new Action.Deliver(message.number()));
    settling.settle();
  }

  private boolean canArrive(Flying message) {
    var to = message.link().to();
    return !wires.isCut(message.link()) && world.member(to).isUp() && !frozen.contains(to);
  }

  private void deliverAll(MessageFilter which, Optional<Condition> until) {
    int deliveries = 0;
    while (!isSo(until)) {
      var message = wires.first(each -> which.fits(each) && canArrive(each));
      var disk = which.equals(MessageFilter.ALL) ? settling.oldestDisk() : Optional.<Member>empty();
      if (message.isEmpty() && disk.isEmpty()) {
        return;
      }
      if (++deliveries > DELIVERIES_MAX) {
        throw new ImpossibleException(
            "after " + DELIVERIES_MAX + " messages there are still others; name some of them");
      }
      if (disk.isPresent()
          && (message.isEmpty() || disks.age(disk.get().name) < message.get().age())) {
        settling.sync(disk.get());
        settling.settle();
      } else {
        arrive(message.orElseThrow());
      }
    }
  }

  private boolean isSo(Optional<Condition> until) {
    return until.filter(condition -> Truth.of(condition, moment()).holds()).isPresent();
  }

  /** A double is another object, so that each of the two can be found. */
  private void add(Flying message) {
    wires.add(message.at(++age));
  }

  private Flying require(MessageName name) {
    return wires
        .find(name)
        .orElseThrow(
            () ->
                new ImpossibleException(
                    "there is no " + name + " in flight; " + Flight.text(moment())));
  }

  // --- members ----------------------------------------------------------------------------------

  private Member requireUp(String name) {
    var member = world.member(name);
    if (!member.isUp()) {
      throw new ImpossibleException(name + " is down; restart it first");
    }
    return member;
  }

  private Member requireAwake(String name) {
    if (frozen.contains(name)) {
      throw new ImpossibleException(name + " is frozen; thaw it first");
    }
    return requireUp(name);
  }

  private Member requireDown(String name) {
    var member = world.member(name);
    if (member.isUp()) {
      throw new ImpossibleException(name + " is up; crash it first");
    }
    return member;
  }

  private void happen(Action action) {
    world.happen(now, action);
  }

  @Override
  public void sent(InFlight inFlight) {
    var flying = flying(inFlight);
    boolean isLost =
        seed.isAlone() && !seed.willArrive(inFlight.number())
            || replay.isAlone() && !replay.willArrive(flying.link().to(), flying.stamp());
    if (!isLost) {
      wires.add(flying);
    }
    recorder.sends(flying);
  }

  private Flying flying(InFlight inFlight) {
    return Flying.of(inFlight, ++age);
  }

  @Override
  public void appended(Member member, long sequence) {
    member.disk.newestUnsynced().ifPresent(entry -> recorder.writes(member, entry));
    disks.appended(member.name, sequence, ++age);
  }

  @Override
  public void reading(Member member, int read) {
    disks.reading(member.name, read);
  }

  // --- what is seen -----------------------------------------------------------------------------

  /** Nothing in it changes any more. */
  Moment moment() {
    return moments.moment(now, broken);
  }
}
