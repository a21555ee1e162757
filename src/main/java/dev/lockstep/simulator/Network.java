package dev.lockstep.simulator;

import java.util.Random;

/** When, and whether, letters arrive in the faulty part of a life. */
final class Network {
  private static final int WILD_MILLIS_MAX = 1_000;

  private final Chaos chaos;
  private final Random random;
  private final long[][] cutUntil;
  private final long[][] lastArrival;
  private final int latency;

  /** Whether there is no order at all in this life. */
  private final boolean isWild;

  private final boolean isPaxos;

  private Object newest;
  private Object halfTold;
  private Member lucky;

  Network(Chaos chaos, Random random) {
    this.chaos = chaos;
    this.random = random;
    int members = chaos.world.members().size();
    cutUntil = new long[members][members];
    lastArrival = new long[members][members];
    latency = random.nextInt(1, 8);
    isPaxos = chaos.world.genesis().protocol().equals("paxos");
    isWild = chaos.strikes(Fault.REORDERING, 0.5);
  }

  void begin() {
    chaos.every(Fault.ONE_WAY_CUT, 400, this::cutOneWay);
    chaos.every(Fault.PARTITION, 600, this::part);
  }

  private void cutOneWay() {
    int from = chaos.anyMember().number;
    int to = chaos.anyMember().number;
    if (from != to) {
      chaos.count(Fault.ONE_WAY_CUT);
      cutUntil[from][to] = chaos.now() + random.nextInt(50, 2_500);
    }
  }

  /** Every member falls on one of two sides. */
  private void part() {
    int members = cutUntil.length;
    int sides = random.nextInt(1 << members);
    long until = chaos.now() + random.nextInt(50, 2_500);
    for (int a = 0; a < members; a++) {
      for (int b = 0; b < members; b++) {
        if ((sides >> a & 1) != (sides >> b & 1)) {
          cutUntil[a][b] = until;
        }
      }
    }
    if (sides != 0 && sides != (1 << members) - 1) {
      chaos.count(Fault.PARTITION);
    }
  }

  void sent(Letter letter) {
    if (letter.news().filter(news -> news.equals(halfTold)).isPresent()) {
      sentOfHalfTold(letter);
      return;
    }
    if (chaos.strikes(Fault.LOSS, 0.3)) {
      chaos.count(Fault.LOSS);
      return;
    }
    chaos.at(arrival(letter), () -> arrive(letter));
    if (chaos.strikes(Fault.DUPLICATION, 0.2)) {
      chaos.count(Fault.DUPLICATION);
      chaos.after(random.nextInt(1, doubledWithin()), () -> arrive(letter));
    }
  }

  /** A ballot of Paxos mode lasts for moments: half of what is doubled comes while it does. */
  private int doubledWithin() {
    return isPaxos && random.nextBoolean() ? 50 : 3_000;
  }

  /** Whether this is the first letter that brings these news. */
  boolean isNew(Object news) {
    boolean isNew = !news.equals(newest);
    newest = news;
    return isNew;
  }

  /**
   * Whoever has these news dies while it tells the others: one of them hears of it, much later, and
   * of nothing else from there before; the others never do.
   */
  void halfTell(Object news, Member from) {
    halfTold = news;
    lucky = chaos.anyMember();
    cutUntil[from.number][lucky.number] = chaos.now() + random.nextInt(20, 1_500);
  }

  private void sentOfHalfTold(Letter letter) {
    if (letter.to() == lucky) {
      long until = cutUntil[letter.from().number][lucky.number];
      int later = random.nextBoolean() ? 0 : random.nextInt(200);
      chaos.at(until + later, () -> chaos.deliver(letter));
    } else {
      chaos.count(Fault.LOSS);
    }
  }

  /** Mostly soon, and now and then very late. */
  private int wildLatency() {
    return (int) Math.exp(random.nextDouble() * Math.log(WILD_MILLIS_MAX));
  }

  /** In the order of sending, unless this one overtakes. */
  private long arrival(Letter letter) {
    int from = letter.from().number;
    int to = letter.to().number;
    long at = chaos.now() + random.nextInt(1, latency + 1);
    if (chaos.strikes(Fault.DELAY, 0.05)) {
      chaos.count(Fault.DELAY);
      at += random.nextInt(100, 2_500);
    }
    if (isWild || chaos.strikes(Fault.REORDERING, 0.4)) {
      at = chaos.now() + (isWild ? wildLatency() : random.nextInt(1, 60));
      if (at < lastArrival[from][to]) {
        chaos.count(Fault.REORDERING);
      }
      lastArrival[from][to] = Math.max(lastArrival[from][to], at);
      return at;
    }
    lastArrival[from][to] = Math.max(lastArrival[from][to], at);
    return lastArrival[from][to];
  }

  /** What meets a cut link is lost, or waits until the link is whole. */
  private void arrive(Letter letter) {
    long until = cutUntil[letter.from().number][letter.to().number];
    if (until <= chaos.now()) {
      chaos.deliver(letter);
    } else if (random.nextBoolean()) {
      chaos.at(until, () -> arrive(letter));
    }
  }
}
