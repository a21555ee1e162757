package dev.lockstep.lab;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.recording.RunEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * What the members of a real cluster were given, in one order in which causes come first: a message
 * arrives after the step in which it was sent, and what is concurrent has the order of the wall
 * clocks.
 *
 * @param file the name of the record that has it, without its folder; empty when it is of none
 * @param before what was in the journal of each member when its first recorded process began; a
 *     member that began with an empty directory needs none
 * @param isWhole whether nobody has heard a process that was not recorded. Else what such a process
 *     did is missing, and no invariant of the cluster can be judged
 */
public record RecordedRun(
    String file,
    Genesis genesis,
    Map<String, List<JournalRecord>> before,
    List<Step> steps,
    boolean isWhole) {
  private static final long MICROS = 1_000;

  /** One step of one member. */
  public sealed interface Step {
    String member();

    long wallMicros();

    record Begins(RunEntry.Begun begun) implements Step {
      @Override
      public String member() {
        return begun.member();
      }

      @Override
      public long wallMicros() {
        return begun.wallMicros();
      }
    }

    record Takes(String member, RunEntry.Taken taken) implements Step {
      @Override
      public long wallMicros() {
        return taken.wallMicros();
      }
    }

    /**
     * The process ends; when, only the last step before it tells.
     *
     * @param records that the next process has found in the journal
     */
    record Ends(String member, long wallMicros, long records) implements Step {}
  }

  public RecordedRun {
    before = Map.copyOf(before);
    steps = List.copyOf(steps);
  }

  /**
   * @param file see {@link #file}
   * @param entries of each member, in their order; of at least one
   * @param before see {@link #before}
   * @throws ImpossibleException when they are not of one ledger, or have no beginning
   */
  public static RecordedRun of(
      String file,
      SortedMap<String, List<RunEntry>> entries,
      Map<String, List<JournalRecord>> before) {
    Map<String, List<Step>> lanes = new HashMap<>();
    entries.forEach((member, all) -> lanes.put(member, lane(member, all)));
    var genesis = genesis(lanes);
    var merge = new Merge(lanes);
    return new RecordedRun(file, genesis, before, merge.steps(), merge.isWhole());
  }

  private static Genesis genesis(Map<String, List<Step>> lanes) {
    var all =
        lanes.values().stream()
            .flatMap(List::stream)
            .filter(Step.Begins.class::isInstance)
            .map(step -> ((Step.Begins) step).begun().genesis())
            .distinct()
            .toList();
    if (all.size() != 1) {
      throw new ImpossibleException("the recorded runs are of " + all.size() + " ledgers");
    }
    return all.getFirst();
  }

  private static List<Step> lane(String member, List<RunEntry> entries) {
    List<Step> lane = new ArrayList<>();
    for (var entry : entries) {
      switch (entry) {
        case RunEntry.Begun begun -> {
          if (!lane.isEmpty()) {
            lane.add(new Step.Ends(member, lane.getLast().wallMicros(), begun.records()));
          }
          lane.add(new Step.Begins(begun));
        }
        case RunEntry.Taken taken -> {
          if (lane.isEmpty()) {
            throw new ImpossibleException("the recorded run of " + member + " has no beginning");
          }
          lane.add(new Step.Takes(member, taken));
        }
      }
    }
    return lane;
  }

  /** Milliseconds from the first step of the run. */
  long millis(Step step) {
    return Math.max(0, (step.wallMicros() - steps.getFirst().wallMicros()) / MICROS);
  }

  /** Takes the earliest step whose cause is in place, again and again. */
  private static final class Merge {
    private final Map<String, List<Step>> lanes;
    private final Map<String, Integer> cursors = new HashMap<>();

    /** The present process of each member, and the number of its last message. */
    private final Map<Process, Long> sent = new HashMap<>();

    private final Map<String, Process> present = new HashMap<>();
    private final Set<Process> recorded = new HashSet<>();

    private record Process(String member, long start) {}

    Merge(Map<String, List<Step>> lanes) {
      this.lanes = lanes;
      lanes.forEach(
          (member, lane) -> {
            cursors.put(member, 0);
            lane.forEach(step -> start(step).ifPresent(recorded::add));
          });
    }

    private static Optional<Process> start(Step step) {
      return step instanceof Step.Takes(var member, var taken)
              && taken.input() instanceof Input.Start(var _, var start)
          ? Optional.of(new Process(member, start))
          : Optional.empty();
    }

    boolean isWhole() {
      return lanes.values().stream()
          .flatMap(List::stream)
          .allMatch(step -> cause(step).map(recorded::contains).orElse(true));
    }

    /** The process whose message a step takes in. */
    private static Optional<Process> cause(Step step) {
      return step instanceof Step.Takes(var _, var taken)
              && taken.input() instanceof Input.Received(var _, var stamp)
              && stamp.isNumbered()
          ? Optional.of(new Process(stamp.sender(), stamp.start()))
          : Optional.empty();
    }

    List<Step> steps() {
      List<Step> steps = new ArrayList<>();
      for (var next = next(); next != null; next = next()) {
        cursors.merge(next.member(), 1, Integer::sum);
        var member = next.member();
        start(next).ifPresent(process -> present.put(member, process));
        if (next instanceof Step.Takes(var _, var taken)) {
          sent.put(present.get(member), taken.sent());
        }
        steps.add(next);
      }
      return steps;
    }

    private Step next() {
      Step best = null;
      Step stuck = null;
      for (var lane : lanes.entrySet()) {
        int cursor = cursors.get(lane.getKey());
        if (cursor < lane.getValue().size()) {
          var step = lane.getValue().get(cursor);
          if (isCaused(step)) {
            best = earlier(best, step);
          } else {
            stuck = earlier(stuck, step);
          }
        }
      }
      return best != null ? best : stuck;
    }

    private static Step earlier(Step known, Step other) {
      return known == null || other.wallMicros() < known.wallMicros() ? other : known;
    }

    private boolean isCaused(Step step) {
      return cause(step)
          .filter(recorded::contains)
          .map(sender -> sent.getOrDefault(sender, 0L) >= numberOf(step))
          .orElse(true);
    }

    private static long numberOf(Step step) {
      return step instanceof Step.Takes(var _, var taken)
              && taken.input() instanceof Input.Received(var _, var stamp)
          ? stamp.number()
          : 0;
    }
  }
}
