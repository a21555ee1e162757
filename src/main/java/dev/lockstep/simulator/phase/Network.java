package dev.lockstep.simulator.phase;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Fault;
import java.util.Collection;
import java.util.Random;

/** Whether and when messages arrive in the fault phase. */
final class Network {
  private static final int WILD_MILLIS_MAX = 1_000;
  private static final int ECHOES_MAX = 6;
  private static final int ECHO_TRIES = 20;
  private static final int ECHO_RECENT = 300;

  private final FaultPhase phase;
  private final Random random;
  private final long[][] cutUntil;
  private final long[][] lastArrival;
  private final int latency;

  /** Whether messages have no order at all in this execution. */
  private final boolean isWild;

  private final boolean isPaxos;

  private final Storms storms;
  private final Fates fates;
  private final Duel duel;

  private Object newest;
  private Object halfTold;
  private Member lucky;
  private long halfToldUntil;

  Network(FaultPhase phase, Random random, double fated) {
    this.phase = phase;
    this.random = random;
    int members = phase.world.members().size();
    cutUntil = new long[members][members];
    lastArrival = new long[members][members];
    latency = random.nextInt(1, 8);
    isPaxos = phase.world.genesis().protocol() == Protocol.PAXOS;
    isWild = phase.has(Fault.REORDERING) && random.nextInt(4) == 0;
    storms = new Storms(phase, random);
    fates = new Fates(phase, random, fated);
    duel = new Duel(phase, this, random);
  }

  void begin() {
    phase.every(Fault.ONE_WAY_CUT, 400, this::cutOneWay);
    phase.every(Fault.PARTITION, 600, this::part);
    phase.every(Fault.DUPLICATION, 150, () -> echo(phase.anyMember()));
    storms.begin();
    if (isPaxos && phase.has(Fault.PARTITION) && cutUntil.length > 2 && random.nextInt(4) != 0) {
      phase.afterMildness(random.nextInt(300), duel::begin);
    }
  }

  /**
   * A member starts again: messages from and to its earlier incarnations are still in flight; and
   * while it joins, it may be cut off from another member.
   */
  void begins(Member member) {
    for (int i = 0; i < ECHOES_MAX && phase.strikes(Fault.DUPLICATION, 0.8); i++) {
      phase.after(random.nextInt(random.nextBoolean() ? 15 : 200), () -> echo(member));
    }
    if (phase.strikes(Fault.ONE_WAY_CUT, 0.8)) {
      var other = phase.anyMember();
      phase.after(
          random.nextInt(80),
          () -> {
            cutBetween(member, other);
            phase.after(random.nextInt(300), () -> phase.runsShort(other));
          });
    }
  }

  /** A message from or to this member, of any age, arrives once more. */
  private void echo(Member member) {
    int count = phase.world.messageCount();
    int recent = random.nextBoolean() ? count : Math.min(count, ECHO_RECENT);
    // A welcome that was meant for an earlier incarnation does the most harm.
    boolean isWelcome = random.nextInt(3) == 0;
    boolean isAnswer = random.nextBoolean();
    for (int tries = 0; tries < ECHO_TRIES && count > 0; tries++) {
      var old = phase.world.message(count - 1 - random.nextInt(recent));
      boolean isWanted =
          isWelcome
              ? old.isWelcome() && old.to() == member
              : isAnswer ? old.isAnswer() : old.isOfProtocol();
      if (isWanted && (old.from() == member || old.to() == member)) {
        phase.count(Fault.DUPLICATION);
        phase.deliver(old);
        return;
      }
    }
  }

  /** Two members do not hear each other for a while. */
  void cutBetween(Member one, Member other) {
    cutBetween(one, other, phase.now() + random.nextInt(50, 1_500));
  }

  /** No other member hears this one for a while. */
  void isolate(Member member, int mostMillis) {
    long until = phase.now() + random.nextInt(150, mostMillis);
    phase.world.members().forEach(other -> cutBetween(member, other, until));
  }

  private void cutBetween(Member one, Member other, long until) {
    if (one != other) {
      phase.count(Fault.ONE_WAY_CUT);
      cutUntil[one.number][other.number] = until;
      cutUntil[other.number][one.number] = until;
    }
  }

  private void cutOneWay() {
    int from = phase.anyMember().number;
    int to = phase.anyMember().number;
    if (from != to) {
      phase.count(Fault.ONE_WAY_CUT);
      cutUntil[from][to] = phase.now() + random.nextInt(50, 2_500);
    }
  }

  /** Every member falls on one of two sides. */
  private void part() {
    int members = cutUntil.length;
    int sides = random.nextInt(1 << members);
    long until = phase.now() + random.nextInt(50, 2_500);
    for (int a = 0; a < members; a++) {
      for (int b = 0; b < members; b++) {
        if ((sides >> a & 1) != (sides >> b & 1)) {
          cutUntil[a][b] = until;
        }
      }
    }
    if (sides != 0 && sides != (1 << members) - 1) {
      phase.count(Fault.PARTITION);
    }
  }

  /** The members of this side hear each other, and so do the rest, for a while. */
  void part(Collection<Member> side, long until) {
    for (var a : phase.world.members()) {
      for (var b : phase.world.members()) {
        cutUntil[a.number][b.number] = side.contains(a) == side.contains(b) ? 0 : until;
      }
    }
  }

  void sent(InFlight inFlight) {
    if (inFlight.news().filter(news -> news.equals(halfTold)).isPresent()) {
      sentOfHalfTold(inFlight);
      return;
    }
    if (duel.loses(inFlight)) {
      return;
    }
    var course = fates.of(inFlight);
    if (course.isPresent()) {
      travel(inFlight, course.get());
      return;
    }
    if (storms.loses(inFlight)) {
      return;
    }
    if (phase.strikes(Fault.LOSS, 0.3)) {
      phase.count(Fault.LOSS);
      return;
    }
    phase.at(arrival(inFlight) + storms.delay(inFlight), () -> arrive(inFlight));
    for (int copies = storms.copies(inFlight); copies > 0; copies--) {
      phase.after(random.nextInt(1, 100), () -> arrive(inFlight));
    }
    if (phase.strikes(Fault.DUPLICATION, 0.2)) {
      phase.count(Fault.DUPLICATION);
      phase.after(random.nextInt(1, doubledWithin()), () -> arrive(inFlight));
    }
  }

  private void travel(InFlight inFlight, Fates.Course course) {
    if (!course.isLost()) {
      phase.at(arrival(inFlight) + course.lateMillis(), () -> arrive(inFlight));
      for (int i = 0; i < course.copies(); i++) {
        phase.after(random.nextInt(1, 50), () -> arrive(inFlight));
      }
    }
  }

  /** A ballot of Paxos mode lasts for moments: half of the duplicates arrive while it does. */
  private int doubledWithin() {
    return isPaxos && random.nextBoolean() ? 50 : 3_000;
  }

  /** Whether this is the first message with this news. */
  boolean isNew(Object news) {
    boolean isNew = !news.equals(newest);
    newest = news;
    return isNew;
  }

  /**
   * A member that has this news dies while it sends it: one of the others receives it much later,
   * and mostly nothing else from that member before; the rest never do.
   */
  void halfTell(Object news, Member from) {
    halfTold = news;
    lucky = phase.anyMember();
    halfToldUntil = phase.now() + random.nextInt(20, 1_500);
    if (random.nextInt(3) != 0) {
      cutUntil[from.number][lucky.number] = halfToldUntil;
    }
  }

  private void sentOfHalfTold(InFlight inFlight) {
    if (inFlight.to() == lucky) {
      int later = random.nextBoolean() ? 0 : random.nextInt(400);
      phase.at(halfToldUntil + later, () -> phase.deliver(inFlight));
    } else {
      phase.count(Fault.LOSS);
    }
  }

  /** Mostly soon, and now and then very late. */
  private int wildLatency() {
    return (int) Math.exp(random.nextDouble() * Math.log(WILD_MILLIS_MAX));
  }

  /** In the order of sending, unless this one overtakes. */
  private long arrival(InFlight inFlight) {
    int from = inFlight.from().number;
    int to = inFlight.to().number;
    long at = phase.now() + random.nextInt(1, latency + 1);
    if (phase.strikes(Fault.DELAY, 0.05)) {
      phase.count(Fault.DELAY);
      at += random.nextInt(100, 2_500);
    }
    if (isWild || phase.strikes(Fault.REORDERING, 0.4)) {
      at = phase.now() + (isWild ? wildLatency() : random.nextInt(1, 60));
      if (at < lastArrival[from][to]) {
        phase.count(Fault.REORDERING);
      }
      lastArrival[from][to] = Math.max(lastArrival[from][to], at);
      return at;
    }
    lastArrival[from][to] = Math.max(lastArrival[from][to], at);
    return lastArrival[from][to];
  }

  /** What meets a cut link is lost, or waits until the link is whole. */
  private void arrive(InFlight inFlight) {
    long until = cutUntil[inFlight.from().number][inFlight.to().number];
    if (until <= phase.now()) {
      phase.deliver(inFlight);
    } else if (random.nextBoolean()) {
      phase.at(until, () -> arrive(inFlight));
    }
  }
}
