package dev.lockstep.simulator;

import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Paxos mode: the network parts again and again, each time between promise and vote, and each time
 * another member is in need of a block. So one height sees several ballots, each of which knows a
 * part of the others: what Paxos is made for, and what hardly ever comes about by chance.
 */
final class Duel {
  private final Chaos chaos;
  private final Network network;
  private final Random random;

  /** Who has led in this duel: it has a vote that others may not know. */
  private final Set<Member> led = new HashSet<>();

  private Member leader;
  private Set<Member> voters = Set.of();
  private long until;

  Duel(Chaos chaos, Network network, Random random) {
    this.chaos = chaos;
    this.network = network;
    this.random = random;
  }

  void begin() {
    led.clear();
    round(random.nextInt(3, 8));
  }

  private void round(int left) {
    if (left == 0) {
      chaos.after(random.nextInt(300, 1_500), this::begin);
      return;
    }
    int majority = chaos.world.members().size() / 2 + 1;
    var side = side();
    leader = side.get(random.nextInt(random.nextBoolean() ? 1 : majority));
    var together = side.subList(0, majority);
    var asked = new ArrayList<>(together);
    asked.remove(leader);
    voters = new HashSet<>(asked.subList(0, Math.max(0, random.nextInt(-majority, majority))));
    led.add(leader);
    boolean isQuick = chaos.has(Fault.CRASH);
    int millis = isQuick ? random.nextInt(100, 250) : random.nextInt(350, 600);
    until = chaos.now() + millis;
    chaos.count(Fault.PARTITION);
    network.part(together, until);
    chaos.quiet(until);
    if (isQuick) {
      // Who has just begun waits for nobody whom it has not heard.
      together.forEach(chaos::diesForAMoment);
    }
    var needy = leader;
    chaos.after(random.nextInt(20, 80), () -> chaos.runsShort(needy));
    chaos.after(millis, () -> round(left - 1));
  }

  /** All members, and first those who will be together. */
  private List<Member> side() {
    var members = new ArrayList<>(chaos.world.members());
    Collections.shuffle(members, random);
    // At first those who know nothing of the votes so far, and then also those who know most.
    switch (led.size() < 2 ? 0 : random.nextInt(3)) {
      case 0 -> members.sort(Comparator.comparing(led::contains));
      case 1 -> members.sort(Comparator.comparing(member -> !led.contains(member)));
      default -> {
        // Whoever it is.
      }
    }
    return members;
  }

  /** Whether the network parts before this letter. */
  boolean swallows(Letter letter) {
    return until > chaos.now()
        && letter.from() == leader
        && letter.message() instanceof PeerMessage.Consensus(PaxosMessage.Accept _, var _, var _)
        && !voters.contains(letter.to());
  }
}
