package dev.lockstep.simulator;

import dev.lockstep.order.Limits;
import dev.lockstep.order.MemberState;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Kills processes and ruins disks, and then does what a person would do: start what is down, and
 * tell a member that says it is lost to rejoin.
 *
 * <p>Never are more disks in ruins at once than the ledger promises to survive: fewer than would be
 * needed for a majority.
 */
final class Operator {
  private static final Set<MemberState> TAKES_PART =
      EnumSet.of(MemberState.READY, MemberState.WAITING);

  private static final List<Fault> RUINS =
      List.of(Fault.LOST_DISK, Fault.FORGOTTEN_DISK, Fault.OLD_DISK);

  private static final Set<String> BINDING =
      Set.of("promise", "accepted", "admit", "join", "request", "release", "welcome", "durable");

  private final Chaos chaos;
  private final Network network;
  private final Random random;
  private final boolean[] starting;
  private final boolean[] ruined;
  private final boolean[] rejoins;
  private final Limits[] limits;

  Operator(Chaos chaos, Network network, Random random) {
    this.chaos = chaos;
    this.network = network;
    this.random = random;
    int members = chaos.world.members().size();
    starting = new boolean[members];
    ruined = new boolean[members];
    rejoins = new boolean[members];
    limits = new Limits[members];
    boolean isMixed = random.nextBoolean();
    for (int i = 0; i < members; i++) {
      limits[i] = isMixed ? ownLimits() : Plan.LIMITS;
    }
  }

  /** No two members need the same configuration: only what is in genesis they share. */
  private Limits ownLimits() {
    return new Limits(
        random.nextInt(1, 6),
        random.nextInt(10, 30),
        random.nextInt(500, 3_000),
        random.nextInt(1, 8),
        random.nextInt(3) * 250);
  }

  void begin() {
    chaos.every(Fault.CRASH, 200, () -> kill(chaos.anyMember()));
    chaos.every(Fault.CRASH, 1_500, this::cutPower);
    chaos.every(Fault.CRASH_IN_STEP, 200, () -> cut(chaos.anyMember()));
    chaos.every(Fault.FAILURE, 400, this::fail);
    chaos.every(Fault.LOST_DISK, 800, () -> ruin(chaos.anyMember(), Fault.LOST_DISK));
    chaos.every(Fault.FORGOTTEN_DISK, 1_500, () -> ruin(chaos.anyMember(), Fault.FORGOTTEN_DISK));
    chaos.every(Fault.OLD_DISK, 1_500, () -> ruin(chaos.anyMember(), Fault.OLD_DISK));
    round();
  }

  void startSoon(Member member) {
    startAfter(member, random.nextInt(1, 40));
  }

  /** After every action: whatever has gone down comes up again, sooner or later. */
  void look() {
    for (var member : chaos.world.members()) {
      if (!member.isUp() && !starting[member.number]) {
        startAfter(member, random.nextInt(1, random.nextBoolean() ? 50 : 1_200));
      }
    }
  }

  private void startAfter(Member member, int millis) {
    starting[member.number] = true;
    chaos.thaw(member);
    chaos.after(
        millis,
        () -> {
          starting[member.number] = false;
          chaos.forgetSync(member);
          // Who rejoined and was killed before it was done may be told again, or not.
          boolean again = rejoins[member.number] && random.nextInt(4) != 0;
          chaos.happen(new Action.Start(member.name, again, limits[member.number]));
          chaos.started(member);
        });
  }

  /**
   * A member has made a block and begins to tell others: the moment at which it hurts most to lose
   * it, or its disk.
   *
   * @return whether it is lost, in a moment
   */
  boolean isToFail(Member member) {
    for (var fault : RUINS) {
      if (chaos.strikes(fault, 0.4)) {
        chaos.after(0, () -> ruin(member, fault));
        return true;
      }
    }
    if (chaos.strikes(Fault.CRASH, 0.3)) {
      chaos.after(0, () -> kill(member));
      return true;
    }
    return false;
  }

  /**
   * Something binds its sender: a promise, a vote, a request, that a member is let in. In this
   * moment it may lose its memory, or its receiver may, and others may not hear of either.
   */
  void hears(Letter letter) {
    if (!BINDING.contains(letter.message().type())) {
      return;
    }
    var victim = random.nextInt(3) == 0 ? letter.to() : letter.from();
    int later = random.nextBoolean() ? 0 : random.nextInt(1, 20);
    for (var fault : RUINS) {
      if (chaos.strikes(fault, 0.08)) {
        chaos.after(later, () -> ruin(victim, fault));
        isolate(letter);
        return;
      }
    }
    if (chaos.strikes(Fault.CRASH, 0.05)) {
      chaos.after(later, () -> kill(victim));
      isolate(letter);
    }
  }

  private void isolate(Letter letter) {
    if (chaos.strikes(Fault.ONE_WAY_CUT, 1)) {
      network.cutBetween(letter.to(), chaos.anyMember());
      network.cutBetween(letter.from(), letter.to());
    }
  }

  /** Several go down at once, and are there again before the others have given them up. */
  private void cutPower() {
    for (var member : chaos.world.members()) {
      if (random.nextInt(3) != 0) {
        killForAMoment(member);
      }
    }
  }

  /** What was not synced is lost, and the member is there again before others have given it up. */
  void killForAMoment(Member member) {
    if (member.isUp()) {
      chaos.count(Fault.CRASH);
      chaos.happen(new Action.Crash(member.name, random.nextBoolean() ? 0 : kept(member)));
      startSoon(member);
    }
  }

  void loses(Member member) {
    ruin(member, chaos.has(Fault.LOST_DISK) ? Fault.LOST_DISK : Fault.FORGOTTEN_DISK);
    if (!member.isUp() && !starting[member.number]) {
      startSoon(member);
    }
  }

  void kill(Member member) {
    if (member.isUp()) {
      chaos.count(Fault.CRASH);
      chaos.happen(new Action.Crash(member.name, kept(member)));
    }
  }

  void cut(Member member) {
    if (member.isUp()) {
      chaos.count(Fault.CRASH_IN_STEP);
      chaos.happen(new Action.Cut(member.name, random.nextInt(10), random.nextInt(4)));
    }
  }

  private void fail() {
    var member = chaos.anyMember();
    if (member.isUp()) {
      chaos.count(Fault.FAILURE);
      chaos.happen(new Action.Fail(member.name, random.nextInt(4), random.nextInt(4)));
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
      chaos.count(fault);
      ruined[member.number] = true;
      rejoins[member.number] = fault == Fault.LOST_DISK;
      chaos.happen(new Action.Crash(member.name, 0));
      int records = member.disk.records().size();
      chaos.happen(
          fault == Fault.OLD_DISK
              ? new Action.OldDisk(member.name, random.nextInt(1, records + 1))
              : new Action.LoseDisk(member.name));
    }
  }

  /** Looks after everybody, now and then. */
  private void round() {
    for (var member : chaos.world.members()) {
      if (member.isUp()) {
        visit(member);
      }
    }
    chaos.after(random.nextInt(50, 400), this::round);
  }

  private void visit(Member member) {
    var state = chaos.stateOf(member);
    if (state == MemberState.LOST) {
      rejoins[member.number] = true;
      chaos.happen(new Action.Crash(member.name, kept(member)));
    } else if (TAKES_PART.contains(state) && member.disk.height() >= highestDisk()) {
      ruined[member.number] = false;
      rejoins[member.number] = false;
    }
  }

  private long highestDisk() {
    return chaos.world.members().stream().mapToLong(m -> m.disk.height()).max().orElseThrow();
  }
}
