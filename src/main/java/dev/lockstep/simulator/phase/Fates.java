package dev.lockstep.simulator.phase;

import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Paxos mode: in some executions a ballot has a fate as a whole. Only some members hear of it, its
 * votes reach a minority, its answers come late or twice, its leader dies, a voter loses its disk.
 * Then other members are short of funds too, so that there are several ballots at one height, and
 * each leader knows some of them. If chance struck each message separately, this would hardly ever
 * happen.
 */
final class Fates {
  private static final int BALLOTS_MAX = 9;

  private final FaultPhase phase;
  private final Random random;
  private final Map<Object, Fate> fates = new HashMap<>();

  /** How many ballots at a height still have one. */
  private final Map<Long, Integer> contests = new HashMap<>();

  /** The members that have voted at a height, for any block. */
  private final Map<Long, Set<Member>> voted = new HashMap<>();

  private final double often;

  private final List<Deed> deeds;

  /**
   * @param promisers whose promises the leader gets
   * @param voters the members that are asked for a vote
   * @param isHeard whether the votes reach the leader
   * @param lateMillis how much later, at most, an answer comes that would not have come
   * @param isDoubled whether each answer comes twice
   * @param deed what happens when the first vote is asked for or sent
   * @param befallsLeader whether it happens to the leader, and not to a voter
   */
  private record Fate(
      Set<Member> promisers,
      Set<Member> voters,
      boolean isHeard,
      int lateMillis,
      boolean isDoubled,
      Deed deed,
      boolean befallsLeader) {
    Fate withoutDeed() {
      return new Fate(promisers, voters, isHeard, lateMillis, isDoubled, Deed.NONE, befallsLeader);
    }
  }

  /** What happens to a member in the middle of a ballot. */
  private enum Deed {
    NONE,
    DIES,
    FORGETS,
    IS_CUT_OFF,
    FREEZES
  }

  /**
   * @param often at how many heights, of 0 to 1, ballots have a fate
   */
  Fates(FaultPhase phase, Random random, double often) {
    this.phase = phase;
    this.random = random;
    this.often = often;
    this.deeds = possibleDeeds();
  }

  /** How a message travels by the fate of its ballot; nothing when chance decides. */
  Optional<Course> of(InFlight inFlight) {
    if (often == 0 || !(inFlight.message() instanceof PaxosPeerMessage consensus)) {
      return Optional.empty();
    }
    return switch (consensus.paxos()) {
      case PaxosMessage.Prepare(var _, var ballot, var height) ->
          fate(ballot, height, inFlight.from()).map(f -> Course.NORMAL);
      case PaxosMessage.Promise(var _, var ballot, var height, var _, var _, var _) ->
          fate(ballot, height, inFlight.to())
              .map(f -> answer(f, f.promisers.contains(inFlight.from())));
      case PaxosMessage.Accept(var _, var ballot, var height, var _) -> {
        voters(height).add(inFlight.from());
        yield fate(ballot, height, inFlight.from()).map(f -> ask(f, ballot, inFlight));
      }
      case PaxosMessage.Accepted(var _, var ballot, var height, var _) -> {
        voters(height).add(inFlight.from());
        yield fate(ballot, height, inFlight.to()).map(f -> vote(f, ballot, inFlight));
      }
      case PaxosMessage.Commit(var _, var height, var value) ->
          fate(value, height, inFlight.from())
              .map(f -> answer(f, f.voters.contains(inFlight.to())));
      case PaxosMessage.Admit(var stand, var ballot, var _, var _) ->
          fate(ballot, stand.height() + 1, inFlight.to())
              .map(f -> answer(f, f.promisers.contains(inFlight.from())));
      case PaxosMessage.Hello _,
          PaxosMessage.Welcome _,
          PaxosMessage.Heartbeat _,
          PaxosMessage.Join _,
          PaxosMessage.Rejected _ ->
          Optional.empty();
    };
  }

  private Set<Member> voters(long height) {
    return voted.computeIfAbsent(height, h -> new HashSet<>());
  }

  /**
   * How a message travels.
   *
   * @param isLost it never comes
   * @param lateMillis how much later it comes
   * @param copies how many more times it comes
   */
  record Course(boolean isLost, int lateMillis, int copies) {
    static final Course NORMAL = new Course(false, 0, 0);
  }

  /** Of a ballot, or of the news that a block is chosen. */
  private Optional<Fate> fate(Object what, long height, Member leader) {
    if (!fates.containsKey(what)) {
      fates.put(what, isContested(height) ? draw(height, leader) : null);
    }
    return Optional.ofNullable(fates.get(what));
  }

  /** At some heights one ballot after another fails; at the others none does. */
  private boolean isContested(long height) {
    int left =
        contests.computeIfAbsent(
            height, h -> random.nextDouble() < often ? random.nextInt(2, BALLOTS_MAX + 1) : 0);
    contests.put(height, left - 1);
    return left > 0;
  }

  private Fate draw(long height, Member leader) {
    // Where all members lead, none waits for the promise of one that is away.
    if (random.nextInt(3) == 0) {
      phase.rush();
    }
    int members = phase.world.members().size();
    // Half of the members are a majority with the leader. A leader waits for a member that is up
    // and does not promise, and meanwhile another one begins to lead: so mostly all that are up
    // promise.
    int promisers =
        switch (random.nextInt(5)) {
          case 0 -> random.nextInt(members);
          case 1 -> members / 2;
          default -> members - 1;
        };
    var deed = deed();
    boolean befallsLeader = random.nextInt(3) != 0;
    int voters =
        switch (random.nextInt(5)) {
          case 0 -> random.nextInt(members);
          case 1 -> random.nextInt(members / 2 + 1);
          // Mostly only its leader votes, unless something is to befall a voter.
          default -> befallsLeader ? 0 : members / 2;
        };
    boolean isLate = phase.has(Fault.DELAY) && random.nextBoolean();
    boolean isDoubled = phase.has(Fault.DUPLICATION) && random.nextInt(3) == 0;
    int late = isLate ? random.nextInt(20, 600) : 0;
    return new Fate(
        promisers(promisers, height, leader),
        first(voters, others(leader)),
        random.nextInt(3) != 0,
        late,
        isDoubled,
        deed,
        befallsLeader);
  }

  /**
   * Mostly the promises come from members that know nothing of the votes before, so that several
   * values meet at one height; or from those that know all of them.
   */
  private Set<Member> promisers(int count, long height, Member leader) {
    var others = others(leader);
    var knowing = voters(height);
    switch (random.nextInt(5)) {
      case 0, 1 -> others.sort(Comparator.comparing(knowing::contains));
      case 2, 3 -> others.sort(Comparator.comparing(member -> !knowing.contains(member)));
      default -> {
        // In the order of chance.
      }
    }
    return first(count, others);
  }

  private Deed deed() {
    return random.nextInt(4) == 0 ? Deed.NONE : deeds.get(random.nextInt(deeds.size()));
  }

  private List<Deed> possibleDeeds() {
    List<Deed> possible = new ArrayList<>();
    possible.add(Deed.NONE);
    if (phase.has(Fault.CRASH)) {
      possible.add(Deed.DIES);
    }
    if (phase.has(Fault.ONE_WAY_CUT)) {
      possible.add(Deed.IS_CUT_OFF);
    }
    if (phase.has(Fault.FREEZE)) {
      possible.add(Deed.FREEZES);
    }
    if (phase.canForget()) {
      possible.add(Deed.FORGETS);
    }
    return possible;
  }

  private List<Member> others(Member leader) {
    var others = new ArrayList<>(phase.world.members());
    others.remove(leader);
    Collections.shuffle(others, random);
    return others;
  }

  private static Set<Member> first(int count, List<Member> members) {
    return new HashSet<>(members.subList(0, Math.min(count, members.size())));
  }

  private Course answer(Fate fate, boolean passes) {
    int copies = fate.isDoubled ? 1 : 0;
    if (fate.isDoubled) {
      phase.count(Fault.DUPLICATION);
    }
    if (passes) {
      return new Course(false, 0, copies);
    }
    if (fate.lateMillis > 0) {
      phase.count(Fault.DELAY);
      return new Course(false, random.nextInt(fate.lateMillis), copies);
    }
    phase.count(Fault.LOSS);
    return new Course(true, 0, 0);
  }

  private Course ask(Fate fate, Ballot ballot, InFlight inFlight) {
    if (fate.befallsLeader) {
      befall(fate, ballot, inFlight.from(), inFlight.from());
    }
    return answer(fate, fate.voters.contains(inFlight.to()));
  }

  private Course vote(Fate fate, Ballot ballot, InFlight inFlight) {
    if (!fate.befallsLeader) {
      befall(fate, ballot, inFlight.from(), inFlight.to());
    }
    return answer(fate, fate.isHeard);
  }

  /** The deed is done once, and then another member has a reason to lead. */
  private void befall(Fate fate, Ballot ballot, Member victim, Member leader) {
    if (fate.deed == Deed.NONE) {
      return;
    }
    fates.put(ballot, fate.withoutDeed());
    int soon = random.nextInt(random.nextBoolean() ? 2 : 20);
    phase.after(soon, () -> strike(fate.deed, victim, leader));
    var others = others(leader);
    if (others.isEmpty()) {
      return;
    }
    if (victim == leader && phase.has(Fault.CRASH) && random.nextBoolean()) {
      // A member that has just started does not wait for a leader that it has never heard.
      phase.after(soon, () -> others.forEach(phase::diesForAMoment));
    }
    phase.after(soon + random.nextInt(20, 300), () -> phase.runsShort(others.getFirst()));
  }

  private void strike(Deed deed, Member victim, Member leader) {
    switch (deed) {
      case DIES -> phase.dies(victim);
      case FORGETS -> phase.forgets(victim, leader);
      case IS_CUT_OFF -> phase.isCutOff(victim);
      case FREEZES -> phase.freezes(victim);
      case NONE -> {
        // Nothing happens to a member.
      }
    }
  }
}
