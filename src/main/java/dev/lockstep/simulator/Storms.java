package dev.lockstep.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Times in which all messages of one kind fare alike: they are lost, come late or come again and
 * again. Chance that treats each message for itself hardly ever brings about that all votes of one
 * ballot are lost and those of the next are not.
 */
final class Storms {
  private static final List<String> OF_PAXOS =
      List.of("accept", "accepted", "commit", "promise", "prepare", "admit", "welcome", "blocks");

  private static final List<String> OF_LAMPORT =
      List.of("release", "request", "ack", "durable", "welcome", "hello", "heartbeat", "blocks");

  private final Chaos chaos;
  private final Random random;
  private final List<String> kinds;
  private final List<Storm> storms = new ArrayList<>();

  /**
   * @param fault what becomes of the messages
   * @param from whose they are; null for everybody's
   * @param spared who gets them all the same; may be nobody
   */
  private record Storm(Fault fault, String kind, Member from, Member spared, long until) {
    boolean hits(Letter letter) {
      return letter.message().type().equals(kind)
          && (from == null || from == letter.from())
          && spared != letter.to();
    }
  }

  Storms(Chaos chaos, Random random) {
    this.chaos = chaos;
    this.random = random;
    this.kinds =
        switch (chaos.world.genesis().protocol()) {
          case LAMPORT -> OF_LAMPORT;
          case PAXOS -> OF_PAXOS;
        };
  }

  void begin() {
    for (var fault : List.of(Fault.LOSS, Fault.DELAY, Fault.DUPLICATION)) {
      chaos.every(fault, 150, () -> rise(fault));
    }
  }

  private void rise(Fault fault) {
    var kind = kinds.get(random.nextInt(kinds.size()));
    var from = random.nextBoolean() ? chaos.anyMember() : null;
    var spared = random.nextBoolean() ? chaos.anyMember() : null;
    storms.removeIf(storm -> storm.until <= chaos.now());
    storms.add(new Storm(fault, kind, from, spared, chaos.now() + random.nextInt(20, 500)));
    if (random.nextBoolean()) {
      chaos.rush();
    }
  }

  /**
   * @return whether the letter is lost
   */
  boolean swallows(Letter letter) {
    return isHit(Fault.LOSS, letter);
  }

  /** How much later it comes, in milliseconds. */
  int delay(Letter letter) {
    return isHit(Fault.DELAY, letter) ? random.nextInt(50, 800) : 0;
  }

  /** How often it comes again soon. */
  int copies(Letter letter) {
    return isHit(Fault.DUPLICATION, letter) ? 2 : 0;
  }

  private boolean isHit(Fault fault, Letter letter) {
    for (var storm : storms) {
      if (storm.fault == fault
          && storm.until > chaos.now()
          && storm.hits(letter)
          && random.nextInt(10) != 0) {
        chaos.count(fault);
        return true;
      }
    }
    return false;
  }
}
