package dev.lockstep.simulator;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.order.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The end of a life: the faults stop, everybody is started, and then everything must be answered
 * and all chains be equal. Nothing here is left to chance.
 */
final class Calm extends Scheduler {
  private static final long PATIENCE = 60_000;
  private static final long LAP = 5;

  /** The operator looks after members now and then, and not after each step. */
  private static final int LAPS_A_VISIT = 10;

  /** Fewer than may wait at one member. */
  private static final int AT_ONCE = 10;

  private final long[] lastAppended;
  private final boolean[] syncing;

  Calm(World world) {
    super(world);
    lastAppended = new long[world.members().size()];
    syncing = new boolean[world.members().size()];
  }

  /**
   * @throws Violation when somebody does not come back, a client stays without an answer, or the
   *     chains differ
   */
  void live() {
    world.agenda(this);
    for (var member : world.members()) {
      // Whoever is up had its own pace with the disk: it is killed, so that all begin alike.
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
   * Paxos mode: whoever asks for more than there is makes the members gather all that was executed,
   * until no log holds anything. What an owner could pay must find its place on the chain.
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
        throw new Violation("progress", "without any fault, it took over a minute until " + what);
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

  /** Every transfer that some client still wonders about, and one more for each member. */
  private List<Transfer> doubtful() {
    List<Transfer> doubtful = new ArrayList<>();
    world
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
    await("every client is answered", () -> world.unanswered() == 0);
    transfers.forEach(this::requireAnswer);
  }

  private void requireAnswer(Transfer transfer) {
    var outcome = world.answers().get(transfer);
    if (!(outcome instanceof Outcome.Committed
        || outcome instanceof Outcome.Executed
        || outcome instanceof Outcome.Refused)) {
      throw new Violation(
          "progress", "without any fault, " + transfer.id() + " is answered with " + outcome);
    }
  }

  // --- everything arrives, in order, soon -------------------------------------------------------

  private void tick(Member member) {
    happen(new Action.Tick(member.name));
    after(Pace.TICK, () -> tick(member));
  }

  @Override
  public void sent(Letter letter) {
    after(1, () -> happen(new Action.Deliver(letter.number())));
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
