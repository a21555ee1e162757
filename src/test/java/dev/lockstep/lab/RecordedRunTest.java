package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.bus.InputBytes;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Protocol;
import dev.lockstep.lab.scenario.Play;
import dev.lockstep.lab.scenario.ScenarioReader;
import dev.lockstep.lab.scenario.ScenarioWriter;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Limits;
import dev.lockstep.recording.RecordedOrder;
import dev.lockstep.recording.RunEntry;
import dev.lockstep.recording.RunFiles;
import dev.lockstep.recording.RunReader;
import dev.lockstep.recording.RunWriter;
import dev.lockstep.simulator.Simulation;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.report.Trace;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import dev.lockstep.simulator.world.Subject;
import dev.lockstep.simulator.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A recorded run")
class RecordedRunTest {
  private static final int SEEDS = 12;

  private final SortedMap<String, List<RunEntry>> entries = new TreeMap<>();

  /** What was in the journal of a member at each of its beginnings. */
  private final Map<String, List<List<JournalRecord>>> found = new HashMap<>();

  private World world;
  private long micros;

  /** A run of the simulator with crashes and lost disks, recorded as a node records it. */
  private World record(Protocol protocol, long seed) {
    // Of a message that no member has sent, only the simulator knows that nobody has.
    var faults = Fault.of(protocol);
    faults.removeAll(Set.of(Fault.FORGERY, Fault.UNSOUND_BLOCK));
    var subject = Subject.of(protocol);
    var plan =
        new Plan(
            protocol,
            3,
            faults,
            new Subject(
                (self, memory, incarnation, rejoin, limits) -> {
                  var mine = entries.computeIfAbsent(self, _ -> new ArrayList<>());
                  var disk = world.member(self).disk.records();
                  int records = disk.size() - (rejoin ? 0 : 1);
                  found
                      .computeIfAbsent(self, _ -> new ArrayList<>())
                      .add(List.copyOf(disk.subList(0, records)));
                  mine.add(
                      new RunEntry.Begun(
                          ++micros, self, world.genesis(), incarnation, rejoin, limits, records));
                  return new RecordedOrder(
                      subject.orders().start(self, memory, incarnation, rejoin, limits),
                      entry -> mine.add(copy(entry)),
                      () -> ++micros);
                },
                subject.invariants()));
    var actions = Simulation.actions(new Plan(protocol, 3, faults, subject), seed).actions();
    entries.clear();
    found.clear();
    world = new World(plan, Trace.OFF);
    for (var timed : actions) {
      micros = Math.max(micros, timed.at() * 1_000);
      world.happen(timed.at(), timed.action());
    }
    return world;
  }

  /** As bytes, like in a file: nothing that changes later is in it. */
  private static RunEntry copy(RunEntry entry) {
    var taken = (RunEntry.Taken) entry;
    var out = new ByteWriter(64);
    InputBytes.write(taken.input(), out);
    var in = new ByteReader(out.toByteArray());
    var input = InputBytes.read(in);
    in.expectEnd();
    return new RunEntry.Taken(taken.wallMicros(), taken.now(), input, taken.sent(), taken.digest());
  }

  @ParameterizedTest
  @EnumSource(Protocol.class)
  void comes_to_the_same_states_and_the_same_bytes_at_every_step(Protocol protocol) {
    int crashes = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      var real = record(protocol, seed);
      var run = RecordedRun.of("", entries, Map.of());
      crashes += (int) run.steps().stream().filter(RecordedRun.Step.Ends.class::isInstance).count();
      // Each step compares the state and the bytes of its blocks with what was recorded.
      var lab = replayed(run);
      // What became of a disk after the last process of its member, no process has seen.
      for (var member : real.members().stream().filter(Member::isUp).toList()) {
        var chain = lab.moment().member(member.name).chain();
        assertEquals(member.disk.height(), chain.size());
        for (int i = 0; i < chain.size(); i++) {
          assertArrayEquals(member.disk.blocks().get(i).bytes(), chain.get(i).bytes());
        }
      }
    }
    assertTrue(crashes > SEEDS, crashes + " crashes");
  }

  /** Each member is recorded from its last start on: what was before is in its journal alone. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void may_begin_with_what_a_journal_has(Protocol protocol) {
    int begunLater = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      record(protocol, seed);
      Map<String, List<JournalRecord>> before = new HashMap<>();
      for (var member : List.copyOf(entries.keySet())) {
        var all = entries.get(member);
        int last = all.lastIndexOf(beginnings(all).getLast());
        entries.put(member, all.subList(last, all.size()));
        before.put(member, found.get(member).getLast());
        begunLater += last > 0 ? 1 : 0;
      }
      var run = RecordedRun.of("", entries, before);
      var lab = replayed(run);
      for (var member : world.members().stream().filter(Member::isUp).toList()) {
        assertEquals(
            member.disk.blocks(), lab.moment().member(member.name).chain(), "seed " + seed);
      }
    }
    assertTrue(begunLater > SEEDS, begunLater + " later beginnings");
  }

  private static List<RunEntry> beginnings(List<RunEntry> all) {
    return all.stream().filter(RunEntry.Begun.class::isInstance).toList();
  }

  /** As a cluster that is stopped, and started again with record: true. */
  @ParameterizedTest
  @EnumSource(Protocol.class)
  void of_a_whole_cluster_that_has_blocks_is_judged_by_every_invariant(Protocol protocol) {
    // One after which every member has its disk, and a chain on it.
    long seed = 0;
    do {
      record(protocol, ++seed);
    } while (world.members().stream().anyMatch(member -> member.disk.height() < 2));
    world.members().forEach(member -> world.happen(world.now(), new Action.Crash(member.name, 0)));
    entries.clear();
    found.clear();
    int sent = world.messageCount();
    var limits = new Limits(8_192, 65_536, 10_000, 8_192, 0, false, 0);
    world
        .members()
        .forEach(m -> world.happen(world.now(), new Action.Start(m.name, false, limits)));
    for (int i = 0; i < 200; i++) {
      for (var member : world.members()) {
        world.happen(world.now() + 10, new Action.Tick(member.name));
        world.happen(world.now(), new Action.Sync(member.name, Long.MAX_VALUE));
        micros = Math.max(micros, world.now() * 1_000);
      }
      for (; sent < world.messageCount(); sent++) {
        world.happen(world.now(), new Action.Deliver(sent));
      }
    }
    Map<String, List<JournalRecord>> before = new HashMap<>();
    found.forEach((member, records) -> before.put(member, records.getFirst()));
    var run = RecordedRun.of("", entries, before);
    assertTrue(run.isWhole());
    var lab = replayed(run);
    assertEquals(Optional.empty(), lab.moment().broken());
    assertTrue(lab.moment().member("A").chain().size() > 1);
    lab.perform(new Move.Transfer("A", "A", "B", 100));
    lab.perform(new Move.Run(40, Optional.empty()));
    assertEquals(Optional.empty(), lab.moment().broken());
  }

  private static Lab replayed(RecordedRun run) {
    var lab = new Lab(Setup.of(run));
    try {
      while (true) {
        lab.perform(new Move.Recorded());
      }
    } catch (ImpossibleException end) {
      assertEquals("nothing more was recorded", end.getMessage());
    }
    return lab;
  }

  @Test
  void goes_another_way_when_a_message_of_it_is_lost() {
    record(Protocol.LAMPORT, 3);
    var run = RecordedRun.of("a.lockstep", entries, Map.of());
    var lab = replayed(run);
    int ack = 1;
    while (lab.moment(lab.branch(), ack).flight().stream().noneMatch(m -> m.type().equals("ack"))) {
      ack++;
    }
    lab.back(lab.at() - ack);
    var message =
        lab.moment().flight().stream()
            .filter(m -> m.type().equals("ack"))
            .findFirst()
            .orElseThrow();
    lab.perform(new Move.Drop(lab.moment().nameOf(message)));
    assertEquals("main.2", lab.branch().name());
    lab.perform(new Move.Run(200, java.util.Optional.empty()));
    assertTrue(lab.moment().broken().isEmpty());
    assertThrows(ImpossibleException.class, () -> lab.perform(new Move.Recorded()));

    // The file of it names the record, and comes to the same life.
    var lines = ScenarioWriter.write(lab);
    assertEquals("record \"a.lockstep\"", lines.getFirst());
    assertTrue(lines.contains("recorded " + ack), () -> String.join("\n", lines));
    var play =
        Play.of(
            ScenarioReader.read(
                lines,
                name -> {
                  assertEquals("a.lockstep", name);
                  return run;
                }));
    assertEquals(Optional.empty(), play.failure());
    var again = play.lab();
    again.go("main.2");
    assertEquals(lab.moment().member("A").chain(), again.moment().member("A").chain());
  }

  @Test
  void with_another_input_is_noticed_at_once() {
    record(Protocol.PAXOS, 2);
    var mine = entries.get("A");
    for (int i = 0; i < mine.size(); i++) {
      if (mine.get(i) instanceof RunEntry.Taken(var wall, var now, var input, var sent, var digest)
          && input instanceof Input.Submit(var ticket, var transfers)
          && !transfers.isEmpty()) {
        var others = new ArrayList<>(transfers);
        others.removeLast();
        mine.set(i, new RunEntry.Taken(wall, now, new Input.Submit(ticket, others), sent, digest));
      }
    }
    var run = RecordedRun.of("", entries, Map.of());
    var thrown = assertThrows(org.opentest4j.AssertionFailedError.class, () -> replayed(run));
    assertTrue(thrown.getMessage().contains("not as it was recorded"), thrown.getMessage());
  }

  @Test
  void is_read_as_it_was_written_also_after_a_kill(@TempDir Path folder) throws IOException {
    record(Protocol.PAXOS, 5);
    var mine = entries.get("B");
    var begun = (RunEntry.Begun) mine.getFirst();
    List<String> notices = new ArrayList<>();
    var writer = RunWriter.begin(folder, begun, notices::add);
    mine.stream().skip(1).forEach(writer::add);
    // Nothing was closed, as after a kill.
    var file = RunFiles.all(folder).getFirst();
    var bytes = Files.readAllBytes(file);
    assertEquals(mine, RunReader.read("x", bytes));
    assertEquals(List.of(), notices);
    writer.close();
    // The next process does not keep what was made ahead of it and not used.
    RunWriter.begin(folder, begun, notices::add).close();
    assertTrue(RunFiles.all(folder).size() <= 3, RunFiles.all(folder)::toString);

    bytes[40] ^= 1;
    assertThrows(MalformedException.class, () -> RunReader.read("x", bytes));
  }
}
