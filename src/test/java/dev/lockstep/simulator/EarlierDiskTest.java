package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Pace;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.PlantedBug.Edit;
import dev.lockstep.simulator.invariant.Violation;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Agenda;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * An execution that chance hardly ever chooses: a promise outlives the disk that made it. C
 * promises E's ballot, loses its disk, joins again by a lower ballot, and helps D choose a block by
 * one between the two. What C's earlier disk has promised must not help E to choose another.
 */
@DisplayName("A promise of an earlier disk")
class EarlierDiskTest {
  @Test
  void a_promise_of_an_earlier_disk_does_not_count() throws Exception {
    assertEquals("D's block everywhere", live(List.of()));
  }

  @Test
  void if_it_did_the_leader_would_overlook_a_chosen_block() throws Exception {
    var check = new Edit("order/paxos/Leader.java", "if (isOfNewestDisks()) {", "if (true) {");
    assertEquals("ballots", live(List.of(check)));
  }

  private static String live(List<Edit> edits) throws Exception {
    var loader = new PatchedLoader(PatchedSources.compile(edits));
    var story = loader.loadClass(Story.class.getName()).getDeclaredConstructor();
    story.setAccessible(true);
    return (String) ((Callable<?>) story.newInstance()).call();
  }

  /** A message in flight waits until it may pass; disks are fast. */
  static final class Story implements Agenda, Callable<String> {
    private final Plan plan = new Plan(Protocol.PAXOS, 5, Set.of());
    private final World world = new World(plan, Trace.OFF);
    private final List<InFlight> underway = new ArrayList<>();
    private Predicate<InFlight> passes = inFlight -> true;
    private int transfers;

    @Override
    public String call() {
      try {
        return tell();
      } catch (Violation violation) {
        return violation.invariant();
      }
    }

    private String tell() {
      world.agenda(this);
      for (var name : plan.names()) {
        world.happen(world.now(), new Action.Start(name, false));
      }
      pass(3_000);
      require(world.members().stream().allMatch(m -> m.disk.hasJoined()), "not all have joined");

      // E leads twice, so that its ballot is two rounds above all others; only C hears of it.
      passes = l -> isAmong(l, "ABCD") || isHeartbeat(l) && isTo(l, "E");
      askForMore("E");
      pass(100);
      world.happen(world.now(), new Action.Crash("E", 0));
      world.happen(world.now(), new Action.Start("E", false));
      pass(300);
      underway.removeIf(l -> l.from().name.equals("E"));
      askForMore("E");
      passes = l -> isAmong(l, "CE");
      pass(30);

      // C loses its disk, and A, B and D admit it, which have not heard of E's ballot.
      world.happen(world.now(), new Action.Crash("C", 0));
      world.happen(world.now(), new Action.LoseDisk("C"));
      passes = l -> isAmong(l, "ABCD");
      world.happen(world.now(), new Action.Start("C", true));
      pass(100);

      // B, C and D choose D's block; A and E hear nothing of it.
      passes = l -> isAmong(l, "BCD");
      askForMore("D");
      pass(Pace.GRACE + 400);
      require(world.member("C").disk.height() == 1, "C has not helped D");

      // A is the first to hear of E's ballot: C's old promise, A's and E's are a majority.
      passes = l -> isAmong(l, "AE") && !isHeartbeat(l);
      pass(Pace.GRACE + 400);
      passes = l -> true;
      pass(3_000);
      var first = world.member("D").disk.blocks().getFirst();
      require(first.proposer().equals("D"), "another block was chosen");
      require(world.members().stream().allMatch(m -> m.disk.holds(first)), "not everywhere");
      return "D's block everywhere";
    }

    private static void require(boolean isSo, String otherwise) {
      if (!isSo) {
        throw new AssertionError(otherwise);
      }
    }

    /** Executes something, and asks for more than there is, so that a block is wanted. */
    private void askForMore(String name) {
      var id = new UUID(7, ++transfers);
      var more = new UUID(8, transfers);
      world.happen(
          world.now(),
          new Action.Submit(
              name,
              List.of(
                  new Transfer(id, name, "A", 5, ""),
                  new Transfer(more, Plan.poor(name), "A", 5, ""))));
    }

    /** Time passes; so do the messages that may. */
    private void pass(long millis) {
      for (long until = world.now() + millis; world.now() < until; ) {
        for (int i = 0; i < underway.size(); i++) {
          if (passes.test(underway.get(i))) {
            world.happen(world.now(), new Action.Deliver(underway.remove(i--).number()));
          }
        }
        long next = world.now() + 10;
        for (var member : world.members()) {
          world.happen(next, new Action.Sync(member.name, Long.MAX_VALUE));
          world.happen(next, new Action.Tick(member.name));
        }
      }
    }

    private static boolean isAmong(InFlight inFlight, String names) {
      return names.contains(inFlight.from().name) && names.contains(inFlight.to().name);
    }

    private static boolean isTo(InFlight inFlight, String name) {
      return inFlight.to().name.equals(name);
    }

    private static boolean isHeartbeat(InFlight inFlight) {
      return inFlight.message() instanceof PaxosPeerMessage consensus
          && consensus.paxos() instanceof PaxosMessage.Heartbeat;
    }

    @Override
    public void sent(InFlight inFlight) {
      underway.add(inFlight);
    }

    @Override
    public void appended(Member member, long sequence) {
      // Every disk is synced with the next tick.
    }

    @Override
    public void reading(Member member, int read) {
      world.happen(world.now(), new Action.ReadDone(member.name, read));
    }
  }
}
