package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import java.util.Collection;
import java.util.Random;

/** When, and whether, letters arrive in the faulty part of a life. */
final class Network {
  private static final int WILD_MILLIS_MAX = 1_000;
  private static final int ECHOES_MAX = 6;
  private static final int ECHO_TRIES = 20;
  private static final int ECHO_RECENT = 300;

  private final Chaos chaos;
  private final Random random;
  private final long[][] cutUntil;
  private final long[][] lastArrival;
  private final int latency;

  /** Whether there is no order at all in this life. */
  private final boolean isWild;

  private final boolean isPaxos;

  private final Storms storms;
  private final Fates fates;
  private final Duel duel;

  private Object newest;
  private Object halfTold;
  private Member lucky;
  private long halfToldUntil;

  Network(Chaos chaos, Random random, double fated) {
    this.chaos = chaos;
    this.random = random;
    int members = chaos.world.members().size();
    cutUntil = new long[members][members];
    lastArrival = new long[members][members];
    latency = random.nextInt(1, 8);
    isPaxos = chaos.world.genesis().protocol() == Protocol.PAXOS;
    isWild = chaos.has(Fault.REORDERING) && random.nextInt(4) == 0;
    storms = new Storms(chaos, random);
    fates = new Fates(chaos, random, fated);
    duel = new Duel(chaos, this, random);
  }

  void begin() {
    chaos.every(Fault.ONE_WAY_CUT, 400, this::cutOneWay);
    chaos.every(Fault.PARTITION, 600, this::part);
    chaos.every(Fault.DUPLICATION, 150, () -> echo(chaos.anyMember()));
    storms.begin();
    if (isPaxos && chaos.has(Fault.PARTITION) && cutUntil.length > 2 && random.nextInt(4) != 0) {
      chaos.afterMildness(random.nextInt(300), duel::begin);
    }
  }

  /**
   * A member begins a new life: letters of its earlier lives, and to them, are still on the way;
   * and while it finds its way in, it may lose sight of somebody.
   */
  void begins(Member member) {
    for (int i = 0; i < ECHOES_MAX && chaos.strikes(Fault.DUPLICATION, 0.8); i++) {
      chaos.after(random.nextInt(random.nextBoolean() ? 15 : 200), () -> echo(member));
    }
    if (chaos.strikes(Fault.ONE_WAY_CUT, 0.8)) {
      var other = chaos.anyMember();
      chaos.after(
          random.nextInt(80),
          () -> {
            cutBetween(member, other);
            chaos.after(random.nextInt(300), () -> chaos.runsShort(other));
          });
    }
  }

  /** Some letter from or to this member comes once more, however old it is. */
  private void echo(Member member) {
    int count = chaos.world.letterCount();
    int recent = random.nextBoolean() ? count : Math.min(count, ECHO_RECENT);
    // What was meant for an earlier life hurts most.
    boolean isWelcome = random.nextInt(3) == 0;
    boolean isAnswer = random.nextBoolean();
    for (int tries = 0; tries < ECHO_TRIES && count > 0; tries++) {
      var old = chaos.world.letter(count - 1 - random.nextInt(recent));
      boolean isWanted =
          isWelcome
              ? old.isWelcome() && old.to() == member
              : isAnswer ? old.isAnswer() : old.isOfProtocol();
      if (isWanted && (old.from() == member || old.to() == member)) {
        chaos.count(Fault.DUPLICATION);
        chaos.deliver(old);
        return;
      }
    }
  }

  /** Two members do not hear each other for a while. */
  void cutBetween(Member one, Member other) {
    cutBetween(one, other, chaos.now() + random.nextInt(50, 1_500));
  }

  /** Nobody hears this member for a while. */
  void isolate(Member member, int mostMillis) {
    long until = chaos.now() + random.nextInt(150, mostMillis);
    chaos.world.members().forEach(other -> cutBetween(member, other, until));
  }

  private void cutBetween(Member one, Member other, long until) {
    if (one != other) {
      chaos.count(Fault.ONE_WAY_CUT);
      cutUntil[one.number][other.number] = until;
      cutUntil[other.number][one.number] = until;
    }
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

  /** These hear each other, and the others among each other, for a while. */
  void part(Collection<Member> side, long until) {
    for (var a : chaos.world.members()) {
      for (var b : chaos.world.members()) {
        cutUntil[a.number][b.number] = side.contains(a) == side.contains(b) ? 0 : until;
      }
    }
  }

  void sent(Letter letter) {
    if (letter.news().filter(news -> news.equals(halfTold)).isPresent()) {
      sentOfHalfTold(letter);
      return;
    }
    if (duel.swallows(letter)) {
      return;
    }
    var course = fates.of(letter);
    if (course.isPresent()) {
      travel(letter, course.get());
      return;
    }
    if (storms.swallows(letter)) {
      return;
    }
    if (chaos.strikes(Fault.LOSS, 0.3)) {
      chaos.count(Fault.LOSS);
      return;
    }
    chaos.at(arrival(letter) + storms.delay(letter), () -> arrive(letter));
    for (int copies = storms.copies(letter); copies > 0; copies--) {
      chaos.after(random.nextInt(1, 100), () -> arrive(letter));
    }
    if (chaos.strikes(Fault.DUPLICATION, 0.2)) {
      chaos.count(Fault.DUPLICATION);
      chaos.after(random.nextInt(1, doubledWithin()), () -> arrive(letter));
    }
  }

  private void travel(Letter letter, Fates.Course course) {
    if (!course.isLost()) {
      chaos.at(arrival(letter) + course.lateMillis(), () -> arrive(letter));
      for (int i = 0; i < course.copies(); i++) {
        chaos.after(random.nextInt(1, 50), () -> arrive(letter));
      }
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
   * Whoever has these news dies while it tells the others: one of them hears of it much later, and
   * mostly of nothing else from there before; the others never do.
   */
  void halfTell(Object news, Member from) {
    halfTold = news;
    lucky = chaos.anyMember();
    halfToldUntil = chaos.now() + random.nextInt(20, 1_500);
    if (random.nextInt(3) != 0) {
      cutUntil[from.number][lucky.number] = halfToldUntil;
    }
  }

  private void sentOfHalfTold(Letter letter) {
    if (letter.to() == lucky) {
      int later = random.nextBoolean() ? 0 : random.nextInt(400);
      chaos.at(halfToldUntil + later, () -> chaos.deliver(letter));
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
