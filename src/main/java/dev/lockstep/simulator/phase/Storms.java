package dev.lockstep.simulator.phase;

import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Times in which all messages of one kind are lost, late or duplicated. If chance struck each
 * message separately, all votes of one ballot and none of the next would hardly ever be lost.
 */
final class Storms {
  private static final List<String> OF_PAXOS =
      List.of("accept", "accepted", "commit", "promise", "prepare", "admit", "welcome", "blocks");

  private static final List<String> OF_LAMPORT =
      List.of(
          "release",
          "append",
          "request",
          "ack",
          "durable",
          "welcome",
          "hello",
          "heartbeat",
          "blocks");

  private final FaultPhase phase;
  private final Random random;
  private final List<String> kinds;
  private final List<Storm> storms = new ArrayList<>();

  /**
   * @param fault what becomes of the messages
   * @param from the member that sends them; null for all
   * @param spared the member that still gets them; may be null
   */
  private record Storm(Fault fault, String kind, Member from, Member spared, long until) {
    boolean hits(InFlight inFlight) {
      return inFlight.message().type().equals(kind)
          && (from == null || from == inFlight.from())
          && spared != inFlight.to();
    }
  }

  Storms(FaultPhase phase, Random random) {
    this.phase = phase;
    this.random = random;
    this.kinds =
        switch (phase.world.genesis().protocol()) {
          case LAMPORT -> OF_LAMPORT;
          case PAXOS -> OF_PAXOS;
        };
  }

  void begin() {
    for (var fault : List.of(Fault.LOSS, Fault.DELAY, Fault.DUPLICATION)) {
      phase.every(fault, 150, () -> rise(fault));
    }
  }

  private void rise(Fault fault) {
    var kind = kinds.get(random.nextInt(kinds.size()));
    var from = random.nextBoolean() ? phase.anyMember() : null;
    var spared = random.nextBoolean() ? phase.anyMember() : null;
    storms.removeIf(storm -> storm.until <= phase.now());
    storms.add(new Storm(fault, kind, from, spared, phase.now() + random.nextInt(20, 500)));
    if (random.nextBoolean()) {
      phase.rush();
    }
  }

  /**
   * @return whether the message is lost
   */
  boolean loses(InFlight inFlight) {
    return isHit(Fault.LOSS, inFlight);
  }

  /** How much later it comes, in milliseconds. */
  int delay(InFlight inFlight) {
    return isHit(Fault.DELAY, inFlight) ? random.nextInt(50, 800) : 0;
  }

  /** How often it comes again soon. */
  int copies(InFlight inFlight) {
    return isHit(Fault.DUPLICATION, inFlight) ? 2 : 0;
  }

  private boolean isHit(Fault fault, InFlight inFlight) {
    for (var storm : storms) {
      if (storm.fault == fault
          && storm.until > phase.now()
          && storm.hits(inFlight)
          && random.nextInt(10) != 0) {
        phase.count(fault);
        return true;
      }
    }
    return false;
  }
}
