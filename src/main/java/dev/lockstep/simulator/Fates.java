package dev.lockstep.simulator;

import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
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
 * Paxos mode: in some lives a ballot has a fate as a whole. Only some members hear of it, its votes
 * reach a minority, its answers come late or twice, its leader dies, a voter loses its disk. Then
 * others are short of money too, so that one height sees several ballots, each of which knows a
 * part of the others: what Paxos is made for, and what chance that treats each message for itself
 * hardly ever brings about.
 */
final class Fates {
  private static final int BALLOTS_MAX = 9;

  private final Chaos chaos;
  private final Random random;
  private final Map<Object, Fate> fates = new HashMap<>();

  /** How many ballots at a height still have one. */
  private final Map<Long, Integer> contests = new HashMap<>();

  /** Who has voted at a height, whatever for. */
  private final Map<Long, Set<Member>> voted = new HashMap<>();

  private final double often;

  private final List<Deed> deeds;

  /**
   * @param promisers whose promises the leader gets
   * @param voters who is asked for a vote
   * @param isHeard whether the votes reach the leader
   * @param lateMillis how much later, at most, an answer comes that would not have come
   * @param isDoubled whether each answer comes twice
   * @param deed what happens when the first vote is asked for or told
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

  /** What befalls somebody in the middle of a ballot. */
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
  Fates(Chaos chaos, Random random, double often) {
    this.chaos = chaos;
    this.random = random;
    this.often = often;
    this.deeds = possibleDeeds();
  }

  /** What becomes of a letter by the fate of its ballot; nothing when chance may have it. */
  Optional<Course> of(Letter letter) {
    if (often == 0 || !(letter.message() instanceof PeerMessage.Consensus consensus)) {
      return Optional.empty();
    }
    return switch (consensus.paxos()) {
      case PaxosMessage.Prepare(var _, var ballot, var height) ->
          fate(ballot, height, letter.from()).map(f -> Course.NORMAL);
      case PaxosMessage.Promise(var _, var ballot, var height, var _, var _, var _) ->
          fate(ballot, height, letter.to())
              .map(f -> answer(f, f.promisers.contains(letter.from())));
      case PaxosMessage.Accept(var _, var ballot, var height, var _) -> {
        voters(height).add(letter.from());
        yield fate(ballot, height, letter.from()).map(f -> ask(f, ballot, letter));
      }
      case PaxosMessage.Accepted(var _, var ballot, var height) -> {
        voters(height).add(letter.from());
        yield fate(ballot, height, letter.to()).map(f -> vote(f, ballot, letter));
      }
      case PaxosMessage.Commit(var _, var height, var value) ->
          fate(value, height, letter.from()).map(f -> answer(f, f.voters.contains(letter.to())));
      case PaxosMessage.Admit(var stand, var ballot, var _) ->
          fate(ballot, stand.height() + 1, letter.to())
              .map(f -> answer(f, f.promisers.contains(letter.from())));
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
   * How a letter travels.
   *
   * @param isLost it never comes
   * @param lateMillis how much later it comes
   * @param copies how often it comes besides
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

  /** One ballot after the other comes to nothing at some heights, and at the others none. */
  private boolean isContested(long height) {
    int left =
        contests.computeIfAbsent(
            height, h -> random.nextDouble() < often ? random.nextInt(2, BALLOTS_MAX + 1) : 0);
    contests.put(height, left - 1);
    return left > 0;
  }

  private Fate draw(long height, Member leader) {
    // Where all lead, none waits for the promise of who is away.
    if (random.nextInt(3) == 0) {
      chaos.rush();
    }
    int members = chaos.world.members().size();
    // With its leader half of them are a majority. Whoever is there and does not promise is waited
    // for, and meanwhile another begins to lead: so mostly all promise who are there.
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
    boolean isLate = chaos.has(Fault.DELAY) && random.nextBoolean();
    boolean isDoubled = chaos.has(Fault.DUPLICATION) && random.nextInt(3) == 0;
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
   * Mostly a leader is promised by those who know nothing of the votes before, so that several
   * values meet at one height; or by those who know all of them.
   */
  private Set<Member> promisers(int count, long height, Member leader) {
    var others = others(leader);
    var knowing = voters(height);
    switch (random.nextInt(5)) {
      case 0, 1 -> others.sort(Comparator.comparing(knowing::contains));
      case 2, 3 -> others.sort(Comparator.comparing(member -> !knowing.contains(member)));
      default -> {
        // Whoever it is.
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
    if (chaos.has(Fault.CRASH)) {
      possible.add(Deed.DIES);
    }
    if (chaos.has(Fault.ONE_WAY_CUT)) {
      possible.add(Deed.IS_CUT_OFF);
    }
    if (chaos.has(Fault.FREEZE)) {
      possible.add(Deed.FREEZES);
    }
    if (chaos.canForget()) {
      possible.add(Deed.FORGETS);
    }
    return possible;
  }

  private List<Member> others(Member leader) {
    var others = new ArrayList<>(chaos.world.members());
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
      chaos.count(Fault.DUPLICATION);
    }
    if (passes) {
      return new Course(false, 0, copies);
    }
    if (fate.lateMillis > 0) {
      chaos.count(Fault.DELAY);
      return new Course(false, random.nextInt(fate.lateMillis), copies);
    }
    chaos.count(Fault.LOSS);
    return new Course(true, 0, 0);
  }

  private Course ask(Fate fate, Ballot ballot, Letter letter) {
    if (fate.befallsLeader) {
      befall(fate, ballot, letter.from(), letter.from());
    }
    return answer(fate, fate.voters.contains(letter.to()));
  }

  private Course vote(Fate fate, Ballot ballot, Letter letter) {
    if (!fate.befallsLeader) {
      befall(fate, ballot, letter.from(), letter.to());
    }
    return answer(fate, fate.isHeard);
  }

  /** The deed is done once, and then somebody else has a reason to lead. */
  private void befall(Fate fate, Ballot ballot, Member victim, Member leader) {
    if (fate.deed == Deed.NONE) {
      return;
    }
    fates.put(ballot, fate.withoutDeed());
    int soon = random.nextInt(random.nextBoolean() ? 2 : 20);
    chaos.after(soon, () -> strike(fate.deed, victim, leader));
    var others = others(leader);
    if (others.isEmpty()) {
      return;
    }
    if (victim == leader && chaos.has(Fault.CRASH) && random.nextBoolean()) {
      // Who has just begun does not wait for a leader that it has never heard.
      chaos.after(soon, () -> others.forEach(chaos::diesForAMoment));
    }
    chaos.after(soon + random.nextInt(20, 300), () -> chaos.runsShort(others.getFirst()));
  }

  private void strike(Deed deed, Member victim, Member leader) {
    switch (deed) {
      case DIES -> chaos.dies(victim);
      case FORGETS -> chaos.forgets(victim, leader);
      case IS_CUT_OFF -> chaos.isCutOff(victim);
      case FREEZES -> chaos.freezes(victim);
      case NONE -> {
        // Nothing befalls anybody.
      }
    }
  }
}
