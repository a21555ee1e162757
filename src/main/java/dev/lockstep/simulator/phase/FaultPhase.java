package dev.lockstep.simulator.phase;

import dev.lockstep.chain.Protocol;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Forgery;
import dev.lockstep.simulator.world.HiddenBlocks;
import dev.lockstep.simulator.world.Lie;
import dev.lockstep.simulator.world.World;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * The first part of an execution: clients ask, and faults strike as the seed has chosen. Each
 * execution has some of the faults and not others, each more or less often, because faults that
 * always occur together mask each other.
 */
public final class FaultPhase extends Scheduler {
  private static final Forgery[] FORGERIES = Forgery.values();

  private static final Set<Fault> FORGETTING =
      EnumSet.of(Fault.LOST_DISK, Fault.FORGOTTEN_DISK, Fault.OLD_DISK);

  private final Random random;
  private final Map<Fault, Double> intensity = new EnumMap<>(Fault.class);
  private final Map<Fault, Long> coverage = new EnumMap<>(Fault.class);
  private final Network network;
  private final Operator operator;
  private final Crowd crowd;
  private final long[] lastAppended;
  private final boolean[] syncing;
  private final long[] frozenUntil;
  private final long[] syncMillis;
  private final long[] hiddenUntil;
  private final boolean isTwoFaced;
  private final long tickMillis;
  private final long mildUntil;
  private final long end;

  public FaultPhase(World world, Set<Fault> possible, Random random) {
    super(world);
    this.random = random;
    double most = random.nextInt(3) == 0 ? 1 : 0.3;
    for (var fault : possible) {
      if (random.nextBoolean()) {
        intensity.put(fault, most * random.nextDouble());
      }
    }
    isTwoFaced = has(Fault.LIES) && !isPaxos(world) && random.nextBoolean();
    if (isTwoFaced) {
      // The hidden copy of a block must not be the only one that is left.
      FORGETTING.forEach(intensity::remove);
    }
    // A ledger begins when all members are up, and most faults are of interest only after that.
    mildUntil = random.nextInt(4) == 0 ? 0 : random.nextInt(350, 700);
    int members = world.members().size();
    lastAppended = new long[members];
    syncing = new boolean[members];
    frozenUntil = new long[members];
    syncMillis = new long[members];
    hiddenUntil = new long[members];
    for (int i = 0; i < members; i++) {
      syncMillis[i] = hasSlowDisk() ? random.nextInt(20, 200) : random.nextInt(1, 4);
    }
    tickMillis = Pace.TICK + random.nextInt((int) Pace.TICK * 2);
    end = mildUntil + random.nextInt(800, 3_000);
    boolean isFated = has(Fault.LOSS) && random.nextInt(4) != 0;
    double fated = isFated ? 0.2 + 0.8 * random.nextDouble() : 0;
    network = new Network(this, random, fated);
    operator = new Operator(this, network, random);
    crowd = new Crowd(this, random, random.nextInt(3) == 0 == !isFated);
  }

  private static boolean isPaxos(World world) {
    return world.genesis().protocol() == Protocol.PAXOS;
  }

  private boolean hasSlowDisk() {
    return intensity.containsKey(Fault.SLOW_DISK) && random.nextInt(6) == 0;
  }

  /** Runs until the time of this phase is over. */
  public void run() {
    world.agenda(this);
    for (var member : world.members()) {
      operator.startSoon(member);
      at(random.nextInt((int) Pace.TICK), () -> tick(member));
    }
    crowd.begin();
    network.begin();
    operator.begin();
    every(Fault.FREEZE, 500, this::freeze);
    while (next(end)) {
      operator.look();
    }
  }

  /** How often each fault has struck. */
  public Map<Fault, Long> coverage() {
    return coverage;
  }

  // --- faults -----------------------------------------------------------------------------------

  /** Whether a fault of this kind strikes now. */
  boolean strikes(Fault fault, double most) {
    var often = intensity.get(fault);
    return often != null && now() >= mildUntil && random.nextDouble() < often * most;
  }

  /** Whether this execution has a fault. */
  boolean has(Fault fault) {
    return intensity.containsKey(fault);
  }

  void count(Fault fault) {
    coverage.merge(fault, 1L, Long::sum);
  }

  /** Something that comes again and again, if this execution has that fault. */
  void every(Fault fault, int fewestMillis, Runnable what) {
    var often = intensity.get(fault);
    if (often != null) {
      int pause = (int) (fewestMillis / (often + 0.1));
      at(
          Math.max(now(), mildUntil) + random.nextInt(pause),
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
    freezes(anyMember(), 4_000);
  }

  private void freezes(Member member, int mostMillis) {
    if (member.isUp()) {
      count(Fault.FREEZE);
      frozenUntil[member.number] = now() + random.nextInt(100, mostMillis);
    }
  }

  void freezes(Member member) {
    freezes(member, 1_000);
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

  void afterMildness(int millis, Runnable what) {
    at(mildUntil + millis, what);
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
  public void sent(InFlight inFlight) {
    if (inFlight.news().filter(network::isNew).isPresent() && operator.isToFail(inFlight.from())) {
      network.halfTell(inFlight.news().get(), inFlight.from());
    } else {
      operator.hears(inFlight);
    }
    network.sent(inFlight);
  }

  void deliver(InFlight inFlight) {
    whenAwake(
        inFlight.to(),
        () -> {
          forge(inFlight);
          lie(inFlight);
          if (inFlight.isOfProtocol()) {
            cutSoon(inFlight.to());
          }
          happen(arrival(inFlight));
          crowd.arrived(inFlight);
        });
  }

  /** The same message with a block that breaks a rule comes first. */
  private void forge(InFlight inFlight) {
    var fault =
        inFlight.message() instanceof PeerMessage.Blocks ? Fault.FORGERY : Fault.UNSOUND_BLOCK;
    // Fetched blocks are rarer than releases, each of which brings one.
    double most =
        switch (inFlight.message()) {
          case PeerMessage.Blocks _ -> 0.3;
          case PaxosPeerMessage _ -> 0.2;
          case LamportPeerMessage _, PeerMessage.Fetch _ -> 0.03;
        };
    var how = FORGERIES[random.nextInt(FORGERIES.length)];
    if (inFlight.to().isUp() && how.of(inFlight.message()).isPresent() && strikes(fault, most)) {
      count(fault);
      happen(new Action.DeliverForged(inFlight.number(), how));
    }
  }

  /** The last member is the liar; before what it has sent comes what no correct member sends. */
  private void lie(InFlight inFlight) {
    var members = world.members();
    if (inFlight.from() == members.getLast() && inFlight.to().isUp() && strikes(Fault.LIES, 0.5)) {
      count(Fault.LIES);
      var another = members.get(random.nextInt(members.size() - 1));
      var lies = Lie.toldIn(world.genesis().protocol());
      happen(
          new Action.DeliverLie(
              inFlight.number(), lies.get(random.nextInt(lies.size())), another.name));
    }
  }

  private Action arrival(InFlight inFlight) {
    if (isHiding(inFlight)) {
      count(Fault.LIES);
      return new Action.DeliverHiding(inFlight.number());
    }
    return new Action.Deliver(inFlight.number());
  }

  /** Whether the liar hides blocks in this message. */
  private boolean isHiding(InFlight inFlight) {
    return now() < hiddenUntil[inFlight.to().number]
        && inFlight.from() == world.members().getLast()
        && HiddenBlocks.in(inFlight, world.genesis().hash()).isPresent();
  }

  /** What a step sends depends on what it writes. Now and then the process ends in between. */
  private void cutSoon(Member member) {
    if (member.isUp() && strikes(Fault.CRASH_IN_STEP, 0.02)) {
      operator.cut(member);
    }
  }

  /**
   * Clients ask again as soon as a member is up again, and the liar may hide blocks from it for a
   * while.
   */
  void started(Member member) {
    if (isTwoFaced) {
      hiddenUntil[member.number] = now() + random.nextInt(100, 1_500);
    }
    network.begins(member);
    crowd.asksSoon(member);
  }

  /** A member dies in the middle of a ballot, and is asked again when it has come back. */
  void dies(Member member) {
    if (random.nextBoolean()) {
      operator.kill(member);
    } else {
      operator.killForAMoment(member);
    }
    crowd.asksAgain(member);
  }

  void diesForAMoment(Member member) {
    operator.killForAMoment(member);
  }

  boolean canForget() {
    return has(Fault.LOST_DISK) || has(Fault.FORGOTTEN_DISK);
  }

  /** A member loses its disk, and the leader that knows of its vote is not heard meanwhile. */
  void forgets(Member victim, Member leader) {
    operator.loses(victim);
    if (victim != leader && has(Fault.ONE_WAY_CUT)) {
      network.isolate(leader, 2_500);
    } else if (victim != leader && has(Fault.CRASH)) {
      operator.kill(leader);
    }
    for (var member : world.members()) {
      if (member != leader) {
        after(random.nextInt(100, 1_000), () -> runsShort(member));
      }
    }
  }

  void isCutOff(Member member) {
    network.isolate(member, 600);
  }

  /** Until then, clients begin no requests by themselves. */
  void quiet(long until) {
    crowd.quiet(until);
  }

  /** Several members are short of money at one time. */
  void rush() {
    crowd.rush();
  }

  /** One member is short of money. */
  void runsShort(Member member) {
    crowd.runsShort(member);
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
    int process = member.starts;
    long upTo = lastAppended[member.number];
    long millis = syncMillis[member.number];
    if (strikes(Fault.SLOW_DISK, 0.2)) {
      count(Fault.SLOW_DISK);
      millis = random.nextInt(50, 1_500);
    }
    after(millis, () -> whenAwake(member, () -> synced(member, process, upTo)));
  }

  private void synced(Member member, int process, long upTo) {
    if (member.starts == process && member.isUp()) {
      cutSoon(member);
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
    int process = member.starts;
    after(
        random.nextInt(3),
        () ->
            whenAwake(
                member,
                () -> {
                  if (member.starts == process) {
                    happen(new Action.ReadDone(member.name, read));
                  }
                }));
  }

  MemberState stateOf(Member member) {
    return member.state(now()).orElseThrow();
  }
}
