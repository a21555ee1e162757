package dev.lockstep.simulator.phase;

import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills processes and ruins disks, and then does what an operator would do: start what is down, and
 * restart a member that calls itself lost with {@code --rejoin}.
 *
 * <p>At most half of the disks are ruined at once, as many as the ledger promises to survive (rule
 * A3 of docs/design.md).
 */
final class Operator {
  private static final Set<MemberState> TAKES_PART =
      EnumSet.of(MemberState.READY, MemberState.WAITING);

  private static final List<Fault> RUINS =
      List.of(Fault.LOST_DISK, Fault.FORGOTTEN_DISK, Fault.OLD_DISK);

  private static final Set<String> BINDING =
      Set.of("promise", "accepted", "admit", "join", "request", "release", "welcome", "durable");

  private final FaultPhase phase;
  private final Network network;
  private final Random random;
  private final boolean[] starting;
  private final boolean[] ruined;
  private final boolean[] rejoins;
  private final Limits[] limits;

  Operator(FaultPhase phase, Network network, Random random) {
    this.phase = phase;
    this.network = network;
    this.random = random;
    int members = phase.world.members().size();
    starting = new boolean[members];
    ruined = new boolean[members];
    rejoins = new boolean[members];
    limits = new Limits[members];
    boolean isMixed = random.nextBoolean();
    for (int i = 0; i < members; i++) {
      limits[i] = isMixed ? ownLimits() : Plan.LIMITS;
    }
  }

  /** Each member has its own configuration: only what is in genesis is common to all. */
  private Limits ownLimits() {
    int blockTransfers = random.nextInt(1, 6);
    return new Limits(
        blockTransfers,
        random.nextInt(10, 30),
        random.nextInt(500, 3_000),
        random.nextInt(1, 8),
        random.nextInt(3) * 250,
        // No number of its own, so that the seeds of Paxos mode keep their meaning.
        blockTransfers % 2 == 0,
        0);
  }

  void begin() {
    phase.every(Fault.CRASH, 200, () -> kill(phase.anyMember()));
    phase.every(Fault.CRASH, 1_500, this::cutPower);
    phase.every(Fault.CRASH_IN_STEP, 200, () -> cut(phase.anyMember()));
    phase.every(Fault.FAILURE, 400, this::fail);
    phase.every(Fault.LOST_DISK, 800, () -> ruin(phase.anyMember(), Fault.LOST_DISK));
    phase.every(Fault.FORGOTTEN_DISK, 1_500, () -> ruin(phase.anyMember(), Fault.FORGOTTEN_DISK));
    phase.every(Fault.OLD_DISK, 1_500, () -> ruin(phase.anyMember(), Fault.OLD_DISK));
    round();
  }

  void startSoon(Member member) {
    startAfter(member, random.nextInt(1, 40));
  }

  /** After every action: a process that is down starts again, sooner or later. */
  void look() {
    for (var member : phase.world.members()) {
      if (!member.isUp() && !starting[member.number]) {
        startAfter(member, random.nextInt(1, random.nextBoolean() ? 50 : 1_200));
      }
    }
  }

  private void startAfter(Member member, int millis) {
    starting[member.number] = true;
    phase.thaw(member);
    phase.after(
        millis,
        () -> {
          starting[member.number] = false;
          phase.forgetSync(member);
          // A member that was killed while it rejoined is started with --rejoin again, or not.
          boolean again = rejoins[member.number] && random.nextInt(4) != 0;
          phase.happen(new Action.Start(member.name, again, limits[member.number]));
          phase.started(member);
        });
  }

  /**
   * A member has made a block and begins to send it: the moment at which losing the member or its
   * disk does the most harm.
   *
   * @return whether it is lost, in a moment
   */
  boolean isToFail(Member member) {
    for (var fault : RUINS) {
      if (phase.strikes(fault, 0.4)) {
        phase.after(0, () -> ruin(member, fault));
        return true;
      }
    }
    if (phase.strikes(Fault.CRASH, 0.3)) {
      phase.after(0, () -> kill(member));
      return true;
    }
    return false;
  }

  /**
   * A message binds its sender: a promise, a vote, a request, an admission. At this moment the
   * sender may lose its disk, or the receiver may, and others may not hear of either.
   */
  void hears(InFlight inFlight) {
    if (!BINDING.contains(inFlight.message().type())) {
      return;
    }
    var victim = random.nextInt(3) == 0 ? inFlight.to() : inFlight.from();
    int later = random.nextBoolean() ? 0 : random.nextInt(1, 20);
    for (var fault : RUINS) {
      if (phase.strikes(fault, 0.08)) {
        phase.after(later, () -> ruin(victim, fault));
        isolate(inFlight);
        return;
      }
    }
    if (phase.strikes(Fault.CRASH, 0.05)) {
      phase.after(later, () -> kill(victim));
      isolate(inFlight);
    }
  }

  private void isolate(InFlight inFlight) {
    if (phase.strikes(Fault.ONE_WAY_CUT, 1)) {
      network.cutBetween(inFlight.to(), phase.anyMember());
      network.cutBetween(inFlight.from(), inFlight.to());
    }
  }

  /** Several members crash at once, and are up again before the others count them as silent. */
  private void cutPower() {
    for (var member : phase.world.members()) {
      if (random.nextInt(3) != 0) {
        killForAMoment(member);
      }
    }
  }

  /** What was not synced may be lost; the member is up again before others count it as silent. */
  void killForAMoment(Member member) {
    if (member.isUp()) {
      phase.count(Fault.CRASH);
      phase.happen(new Action.Crash(member.name, random.nextBoolean() ? 0 : kept(member)));
      startSoon(member);
    }
  }

  void loses(Member member) {
    ruin(member, phase.has(Fault.LOST_DISK) ? Fault.LOST_DISK : Fault.FORGOTTEN_DISK);
    if (!member.isUp() && !starting[member.number]) {
      startSoon(member);
    }
  }

  void kill(Member member) {
    if (member.isUp()) {
      phase.count(Fault.CRASH);
      phase.happen(new Action.Crash(member.name, kept(member)));
    }
  }

  void cut(Member member) {
    if (member.isUp()) {
      phase.count(Fault.CRASH_IN_STEP);
      phase.happen(new Action.Cut(member.name, random.nextInt(10), random.nextInt(4)));
    }
  }

  private void fail() {
    var member = phase.anyMember();
    if (member.isUp()) {
      phase.count(Fault.FAILURE);
      phase.happen(new Action.Fail(member.name, random.nextInt(4), random.nextInt(4)));
    }
  }

  private int kept(Member member) {
    return random.nextInt(member.disk.unsyncedCount() + 1);
  }

  private void ruin(Member member, Fault fault) {
    int members = ruined.length;
    int ruins = 0;
    for (var each : ruined) {
      ruins += each ? 1 : 0;
    }
    if (!ruined[member.number] && (ruins + 1) * 2 <= members) {
      phase.count(fault);
      ruined[member.number] = true;
      rejoins[member.number] = fault == Fault.LOST_DISK;
      phase.happen(new Action.Crash(member.name, 0));
      int records = member.disk.records().size();
      phase.happen(
          fault == Fault.OLD_DISK
              ? new Action.OldDisk(member.name, random.nextInt(1, records + 1))
              : new Action.LoseDisk(member.name));
    }
  }

  /** Looks after every member, now and then. */
  private void round() {
    for (var member : phase.world.members()) {
      if (member.isUp()) {
        visit(member);
      }
    }
    phase.after(random.nextInt(50, 400), this::round);
  }

  private void visit(Member member) {
    var state = phase.stateOf(member);
    if (state == MemberState.LOST) {
      rejoins[member.number] = true;
      phase.happen(new Action.Crash(member.name, kept(member)));
    } else if (TAKES_PART.contains(state) && member.disk.height() >= highestDisk()) {
      ruined[member.number] = false;
      rejoins[member.number] = false;
    }
  }

  private long highestDisk() {
    return phase.world.members().stream().mapToLong(m -> m.disk.height()).max().orElseThrow();
  }
}
