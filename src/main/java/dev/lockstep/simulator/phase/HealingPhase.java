package dev.lockstep.simulator.phase;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Pace;
import dev.lockstep.simulator.invariant.Progress;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The end of an execution: the faults stop, every member is started, and then everything must be
 * answered and all chains must become equal. Nothing here is left to chance.
 */
public final class HealingPhase extends Scheduler {
  private static final long PATIENCE = 60_000;
  private static final long LAP = 5;

  /** The operator looks after members now and then, and not after each step. */
  private static final int LAPS_A_VISIT = 10;

  /** Fewer than may wait at one member. */
  private static final int AT_ONCE = 10;

  private final long[] lastAppended;
  private final boolean[] syncing;

  public HealingPhase(World world) {
    super(world);
    lastAppended = new long[world.members().size()];
    syncing = new boolean[world.members().size()];
  }

  /**
   * @throws Violation when a member does not come back, a client stays without an answer, or the
   *     chains differ
   */
  public void run() {
    world.agenda(this);
    for (var member : world.members()) {
      // A process that is up has syncs of its own under way: it is killed, so that all begin alike.
      happen(new Action.Crash(member.name, 0));
      happen(new Action.Start(member.name, false));
      after(Pace.TICK, () -> tick(member));
    }
    await("every member takes part again", this::allReady);
    var doubtful = doubtful();
    for (int from = 0; from < doubtful.size(); from += AT_ONCE) {
      ask(doubtful.subList(from, Math.min(from + AT_ONCE, doubtful.size())));
    }
    switch (world.genesis().protocol()) {
      case LAMPORT -> {
        // Whatever is answered is on the chain.
      }
      case PAXOS -> drain();
    }
    await("all chains are equal", this::allEqual);
  }

  /**
   * Paxos mode: a request for more money than there is makes its member lead a ballot, which
   * gathers all that was executed, until every log is empty. What was executed must find its place
   * on the chain.
   */
  private void drain() {
    List<Transfer> tooMuch = new ArrayList<>();
    for (var member : world.members()) {
      tooMuch.add(
          new Transfer(
              new UUID(-2, member.number), Plan.poor(member.name), member.name, 1L << 40, ""));
    }
    ask(tooMuch);
    await(
        "everything that was executed is on a block",
        () -> world.members().stream().allMatch(m -> m.disk.executed().isEmpty()));
  }

  private void await(String what, BooleanSupplier condition) {
    long until = now() + PATIENCE;
    for (int laps = 1; !condition.getAsBoolean(); laps++) {
      if (now() >= until) {
        throw Progress.stuck(what);
      }
      long lap = now() + LAP;
      while (next(lap)) {
        // Until the lap is over.
      }
      if (laps % LAPS_A_VISIT == 0) {
        rejoinTheLost();
      }
    }
  }

  private void rejoinTheLost() {
    for (var member : world.members()) {
      if (member.state(now()).filter(MemberState.LOST::equals).isPresent()) {
        happen(new Action.Crash(member.name, 0));
        syncing[member.number] = false;
        happen(new Action.Start(member.name, true));
      }
    }
  }

  private boolean allReady() {
    return world.members().stream()
        .allMatch(m -> m.state(now()).filter(MemberState.READY::equals).isPresent());
  }

  private boolean allEqual() {
    var first = world.members().getFirst().disk;
    return world.members().stream()
        .allMatch(
            m ->
                m.disk.unsyncedCount() == 0
                    && m.disk.height() == first.height()
                    && (first.height() == 0 || m.disk.holds(first.blocks().getLast())));
  }

  /**
   * Every transfer without a place on the chain as far as its client knows, and one more for each
   * member.
   */
  private List<Transfer> doubtful() {
    List<Transfer> doubtful = new ArrayList<>();
    world
        .clients()
        .answers()
        .forEach(
            (transfer, outcome) -> {
              if (outcome instanceof Outcome.InDoubt || outcome instanceof Outcome.Executed) {
                doubtful.add(transfer);
              }
            });
    for (var member : world.members()) {
      doubtful.add(
          new Transfer(new UUID(-1, member.number), member.name, Plan.poor(member.name), 1, ""));
    }
    return doubtful;
  }

  private void ask(List<Transfer> transfers) {
    for (var transfer : transfers) {
      happen(new Action.Submit(world.genesis().ownerOf(transfer.from()), List.of(transfer)));
    }
    await("every client is answered", () -> world.clients().unanswered() == 0);
    transfers.forEach(this::requireAnswer);
  }

  private void requireAnswer(Transfer transfer) {
    var outcome = world.clients().answers().get(transfer);
    if (!(outcome instanceof Outcome.Committed
        || outcome instanceof Outcome.Executed
        || outcome instanceof Outcome.Refused)) {
      throw Progress.indefinite(transfer, outcome);
    }
  }

  // --- everything arrives, in order, soon -------------------------------------------------------

  private void tick(Member member) {
    happen(new Action.Tick(member.name));
    after(Pace.TICK, () -> tick(member));
  }

  @Override
  public void sent(InFlight inFlight) {
    after(1, () -> happen(new Action.Deliver(inFlight.number())));
  }

  @Override
  public void appended(Member member, long sequence) {
    lastAppended[member.number] = sequence;
    if (!syncing[member.number]) {
      syncing[member.number] = true;
      after(1, () -> sync(member));
    }
  }

  private void sync(Member member) {
    syncing[member.number] = false;
    happen(new Action.Sync(member.name, lastAppended[member.number]));
  }

  @Override
  public void reading(Member member, int read) {
    after(1, () -> happen(new Action.ReadDone(member.name, read)));
  }
}
