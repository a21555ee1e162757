package dev.lockstep.simulator.phase;

import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Paxos mode: the network parts again and again, each time between promise and vote, and each time
 * another member needs a block. So there are several ballots at one height, and each leader knows
 * some of them. If chance struck each message separately, this would hardly ever happen.
 */
final class Duel {
  private final FaultPhase phase;
  private final Network network;
  private final Random random;

  /** Members that have led in this duel: each has a vote that others may not know. */
  private final Set<Member> led = new HashSet<>();

  private Member leader;
  private Set<Member> voters = Set.of();
  private long until;

  Duel(FaultPhase phase, Network network, Random random) {
    this.phase = phase;
    this.network = network;
    this.random = random;
  }

  void begin() {
    led.clear();
    round(random.nextInt(3, 8));
  }

  private void round(int left) {
    if (left == 0) {
      phase.after(random.nextInt(300, 1_500), this::begin);
      return;
    }
    int majority = phase.world.members().size() / 2 + 1;
    var side = side();
    leader = side.get(random.nextInt(random.nextBoolean() ? 1 : majority));
    var together = side.subList(0, majority);
    var asked = new ArrayList<>(together);
    asked.remove(leader);
    voters = new HashSet<>(asked.subList(0, Math.max(0, random.nextInt(-majority, majority))));
    led.add(leader);
    boolean isQuick = phase.has(Fault.CRASH);
    int millis = isQuick ? random.nextInt(100, 250) : random.nextInt(350, 600);
    until = phase.now() + millis;
    phase.count(Fault.PARTITION);
    network.part(together, until);
    phase.quiet(until);
    if (isQuick) {
      // A member that has just started does not wait for one that it has not heard.
      together.forEach(phase::diesForAMoment);
    }
    var needy = leader;
    phase.after(random.nextInt(20, 80), () -> phase.runsShort(needy));
    phase.after(millis, () -> round(left - 1));
  }

  /** All members, in an order in which those that will hear each other come first. */
  private List<Member> side() {
    var members = new ArrayList<>(phase.world.members());
    Collections.shuffle(members, random);
    // At first members that know nothing of the votes so far; later also those that know most.
    switch (led.size() < 2 ? 0 : random.nextInt(3)) {
      case 0 -> members.sort(Comparator.comparing(led::contains));
      case 1 -> members.sort(Comparator.comparing(member -> !led.contains(member)));
      default -> {
        // In the order of chance.
      }
    }
    return members;
  }

  /** Whether the network parts before this message, which is then lost. */
  boolean loses(InFlight inFlight) {
    return until > phase.now()
        && inFlight.from() == leader
        && inFlight.message()
            instanceof PaxosPeerMessage(PaxosMessage.Accept _, var _, var _, var _)
        && !voters.contains(inFlight.to());
  }
}
