package dev.lockstep.simulator;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PeerMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * The faulty part of a life: clients that ask, and whatever faults its seed has chosen for it. A
 * life has some of the faults and not others, each more or less often, because faults that always
 * come together hide each other.
 */
final class Chaos extends Scheduler {
  private static final int RETRIES_AMONG = 8;

  private final Random random;
  private final Map<Fault, Double> intensity = new EnumMap<>(Fault.class);
  private final Map<Fault, Long> coverage = new EnumMap<>(Fault.class);
  private final Network network;
  private final Operator operator;
  private final List<Transfer> wanted = new ArrayList<>();
  private final long[] lastAppended;
  private final boolean[] syncing;
  private final long[] frozenUntil;
  private final long syncMillis;
  private final int clientPause;
  private final long tickMillis;
  private final long end;

  Chaos(World world, Set<Fault> possible, Random random) {
    super(world);
    this.random = random;
    for (var fault : possible) {
      if (random.nextBoolean()) {
        intensity.put(fault, random.nextDouble());
      }
    }
    int members = world.members().size();
    lastAppended = new long[members];
    syncing = new boolean[members];
    frozenUntil = new long[members];
    syncMillis = random.nextInt(1, 4);
    clientPause = random.nextInt(10, 120);
    tickMillis = Pace.TICK + random.nextInt((int) Pace.TICK * 2);
    end = random.nextInt(800, 3_000);
    network = new Network(this, random);
    operator = new Operator(this, random);
  }

  /** Lives until the time is over. */
  void live() {
    world.agenda(this);
    for (var member : world.members()) {
      operator.startSoon(member);
      at(random.nextInt((int) Pace.TICK), () -> tick(member));
    }
    at(random.nextInt(clientPause), this::client);
    network.begin();
    operator.begin();
    every(Fault.FREEZE, 500, this::freeze);
    while (next(end)) {
      operator.look();
    }
  }

  /** What has happened how often. */
  Map<Fault, Long> coverage() {
    return coverage;
  }

  // --- faults -----------------------------------------------------------------------------------

  /** Whether a fault of this kind strikes now, where it strikes at most so often. */
  boolean strikes(Fault fault, double most) {
    var often = intensity.get(fault);
    return often != null && random.nextDouble() < often * most;
  }

  void count(Fault fault) {
    coverage.merge(fault, 1L, Long::sum);
  }

  /** Something that comes again and again, if this life has that fault. */
  void every(Fault fault, int fewestMillis, Runnable what) {
    var often = intensity.get(fault);
    if (often != null) {
      int pause = (int) (fewestMillis / (often + 0.1));
      after(
          random.nextInt(pause),
          () -> {
            what.run();
            every(fault, fewestMillis, what);
          });
    }
  }

  Member anyMember() {
    return world.members().get(random.nextInt(world.members().size()));
  }

  private void freeze() {
    var member = anyMember();
    if (member.isUp()) {
      count(Fault.FREEZE);
      frozenUntil[member.number] = now() + random.nextInt(100, 4_000);
    }
  }

  /** Does something that a process does, as soon as it is not frozen. */
  void whenAwake(Member member, Runnable what) {
    long until = frozenUntil[member.number];
    if (until > now()) {
      at(until, () -> whenAwake(member, what));
    } else {
      what.run();
    }
  }

  void thaw(Member member) {
    frozenUntil[member.number] = 0;
  }

  // --- what members leave to be done ------------------------------------------------------------

  private void tick(Member member) {
    whenAwake(
        member,
        () -> {
          happen(new Action.Tick(member.name));
          after(tickMillis, () -> tick(member));
        });
  }

  @Override
  public void sent(Letter letter) {
    if (letter.news().filter(network::isNew).isPresent() && operator.isToFail(letter.from())) {
      network.halfTell(letter.news().get(), letter.from());
    }
    network.sent(letter);
  }

  void deliver(Letter letter) {
    whenAwake(
        letter.to(),
        () -> {
          if (letter.message() instanceof PeerMessage.Blocks && strikes(Fault.FORGERY, 0.3)) {
            count(Fault.FORGERY);
            happen(new Action.DeliverForged(letter.number()));
          }
          happen(new Action.Deliver(letter.number()));
        });
  }

  @Override
  public void appended(Member member, long sequence) {
    lastAppended[member.number] = sequence;
    if (!syncing[member.number]) {
      sync(member);
    }
  }

  /** One sync for all that has gathered; what comes meanwhile is for the next. */
  private void sync(Member member) {
    syncing[member.number] = true;
    int life = member.lives;
    long upTo = lastAppended[member.number];
    long millis = syncMillis;
    if (strikes(Fault.SLOW_DISK, 0.2)) {
      count(Fault.SLOW_DISK);
      millis = random.nextInt(50, 1_500);
    }
    after(millis, () -> whenAwake(member, () -> synced(member, life, upTo)));
  }

  private void synced(Member member, int life, long upTo) {
    if (member.lives == life && member.isUp()) {
      happen(new Action.Sync(member.name, upTo));
      if (member.isUp() && lastAppended[member.number] > upTo) {
        sync(member);
      } else {
        syncing[member.number] = false;
      }
    }
  }

  /** A new process has a new writer. */
  void forgetSync(Member member) {
    syncing[member.number] = false;
    lastAppended[member.number] = 0;
  }

  @Override
  public void reading(Member member, int read) {
    int life = member.lives;
    after(
        random.nextInt(3),
        () ->
            whenAwake(
                member,
                () -> {
                  if (member.lives == life) {
                    happen(new Action.ReadDone(member.name, read));
                  }
                }));
  }

  // --- clients ----------------------------------------------------------------------------------

  private void client() {
    var member = anyMember();
    switch (random.nextInt(12)) {
      case 0, 3, 4 -> ask(member);
      case 1 -> submit(member, List.of(fresh(member), fresh(member), fresh(member)));
      case 2 -> submit(member, List.of());
      default -> submit(member, List.of(transfer(member)));
    }
    after(random.nextInt(clientPause), this::client);
  }

  private void ask(Member member) {
    if (!wanted.isEmpty()) {
      whenAwake(member, () -> happen(new Action.Find(member.name, earlier().id())));
    }
  }

  private void submit(Member member, List<Transfer> transfers) {
    whenAwake(member, () -> happen(new Action.Submit(member.name, transfers)));
  }

  private Transfer transfer(Member member) {
    if (!wanted.isEmpty() && strikes(Fault.STRAY, 0.2)) {
      count(Fault.STRAY);
      var other = earlier();
      return random.nextBoolean()
          ? other
          : new Transfer(other.id(), member.name, Plan.poor(member.name), 7, "");
    }
    if (!wanted.isEmpty() && strikes(Fault.RETRY, 0.6)) {
      var again = earlier();
      if (again.from().startsWith(member.name)) {
        count(Fault.RETRY);
        return again;
      }
    }
    return fresh(member);
  }

  private Transfer fresh(Member member) {
    var from = random.nextInt(4) == 0 ? Plan.poor(member.name) : member.name;
    var to = anyMember().name;
    var transfer =
        new Transfer(
            new UUID(random.nextLong(), random.nextLong()),
            from,
            random.nextBoolean() ? Plan.poor(to) : to,
            random.nextInt(400),
            "");
    wanted.add(transfer);
    return transfer;
  }

  private Transfer earlier() {
    int back = random.nextInt(Math.min(RETRIES_AMONG, wanted.size()));
    return wanted.get(wanted.size() - 1 - back);
  }

  MemberState stateOf(Member member) {
    return member.state(now()).orElseThrow();
  }
}
