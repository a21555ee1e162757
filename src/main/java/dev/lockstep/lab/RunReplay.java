package dev.lockstep.lab;

import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far a recorded run has come, and which messages will arrive by it. */
final class RunReplay {
  private final Optional<RecordedRun> run;

  /** How often each message will arrive yet. */
  private final Map<Arrival, Integer> arrivals = new HashMap<>();

  private int done;

  /** Whether nothing has happened but what was recorded. */
  private boolean isAlone;

  private record Arrival(String to, String message) {}

  RunReplay(Optional<RecordedRun> run) {
    this.run = run;
    this.isAlone = run.isPresent();
    run.ifPresent(
        it ->
            it.steps()
                .forEach(
                    step ->
                        arriving(step).ifPresent(each -> arrivals.merge(each, 1, Integer::sum))));
  }

  private static Optional<Arrival> arriving(RecordedRun.Step step) {
    return step instanceof RecordedRun.Step.Takes(var member, var taken)
            && taken.input() instanceof Input.Received(var _, var stamp)
        ? Optional.of(new Arrival(member, stamp.id()))
        : Optional.empty();
  }

  /** What was in the journal of a member when its first recorded process began. */
  Optional<List<JournalRecord>> before(String member) {
    return run.map(RecordedRun::before).map(all -> all.get(member));
  }

  /** Another move has been made: from here on it is a new run. */
  void leave() {
    isAlone = false;
  }

  boolean isAlone() {
    return isAlone;
  }

  boolean hasNext() {
    return run.filter(it -> done < it.steps().size()).isPresent();
  }

  /** How many steps have been taken. */
  int done() {
    return done;
  }

  /**
   * @throws ImpossibleException when the recorded run does not go on here
   */
  RecordedRun.Step next() {
    if (!isAlone) {
      throw new ImpossibleException(
          run.isEmpty()
              ? "this life has no recorded run"
              : "another move has been made, so this is a new run; go back to where it was the"
                  + " recorded one");
    }
    if (!hasNext()) {
      throw new ImpossibleException("nothing more was recorded");
    }
    return run.orElseThrow().steps().get(done++);
  }

  long millis(RecordedRun.Step step) {
    return run.orElseThrow().millis(step);
  }

  /** Whether a message that has just been sent will arrive: what was lost is not in flight. */
  boolean willArrive(String to, Stamp stamp) {
    return arrivals.getOrDefault(new Arrival(to, stamp.id()), 0) > 0;
  }

  /** The message arrives; returns whether it will not arrive once more. */
  boolean arrivesForTheLastTime(String to, Stamp stamp) {
    return arrivals.merge(new Arrival(to, stamp.id()), -1, Integer::sum) <= 0;
  }
}
