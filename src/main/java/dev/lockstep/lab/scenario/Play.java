package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Entry;
import dev.lockstep.lab.ImpossibleException;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.Law;
import dev.lockstep.lab.Moment;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Truth;
import java.util.List;
import java.util.Optional;

/** Has a scenario happen, with all its branches, until something is not as it says. */
public final class Play {
  private final Lab lab;
  private int steps;
  private int expectations;
  private Optional<Failure> failure = Optional.empty();

  /**
   * A line that did not come true.
   *
   * @param line in the file, from 1
   * @param text of its entry
   * @param reason what is so instead, without a full stop
   */
  public record Failure(int line, String text, String reason) {}

  private Play(Lab lab) {
    this.lab = lab;
  }

  public static Play of(Scenario scenario) {
    var play = new Play(new Lab(scenario.setup()));
    play.play(scenario.nodes());
    play.lab.go(Lab.MAIN, 0);
    return play;
  }

  /** With everything that has happened, looked at from the beginning. */
  public Lab lab() {
    return lab;
  }

  public int steps() {
    return steps;
  }

  public int expectations() {
    return expectations;
  }

  public Optional<Failure> failure() {
    return failure;
  }

  /** From the moment that is looked at; ends at the last moment of these nodes. */
  private void play(List<Scenario.Node> nodes) {
    Optional<Failure> unexpected = Optional.empty();
    for (var node : nodes) {
      switch (node) {
        case Scenario.Fork fork -> play(fork);
        case Scenario.Line line -> {
          perform(line);
          unexpected = stillUnexpected(line, unexpected);
        }
      }
      if (failure.isPresent()) {
        return;
      }
    }
    failure = unexpected;
  }

  private void play(Scenario.Fork fork) {
    var name = lab.branch().name();
    int at = lab.at();
    lab.fork(fork.name());
    play(fork.nodes());
    lab.go(name, at);
  }

  private void perform(Scenario.Line line) {
    try {
      var moment = lab.perform(line.entry());
      steps++;
      if (line.entry() instanceof Entry.Expect(var condition)) {
        expectations++;
        var truth = Truth.of(condition, moment);
        if (!truth.holds()) {
          fail(line, truth.instead());
        }
      }
    } catch (ImpossibleException impossible) {
      fail(line, impossible.getMessage());
    }
  }

  private void fail(Scenario.Line line, String reason) {
    failure = Optional.of(new Failure(line.line(), LineWriter.text(line.entry()), reason));
  }

  /** A broken invariant is a failure of the move that breaks it, unless it is expected. */
  private Optional<Failure> stillUnexpected(Scenario.Line line, Optional<Failure> before) {
    var moment = lab.moment();
    if (moment.broken().isEmpty()) {
      return Optional.empty();
    }
    boolean isExpected =
        line.entry() instanceof Entry.Expect(var condition)
            && condition instanceof dev.lockstep.lab.Condition.Broken;
    if (isExpected) {
      return Optional.empty();
    }
    return line.entry() instanceof Move
        ? Optional.of(new Failure(line.line(), LineWriter.text(line.entry()), brokenText(moment)))
        : before;
  }

  private static String brokenText(Moment moment) {
    var broken = moment.broken().orElseThrow();
    return "it breaks the invariant \""
        + broken.invariant()
        + "\": "
        + broken.detail()
        + Law.of(broken.invariant())
            .map(law -> ". " + law.sentence() + " (" + law.source() + ")")
            .orElse("");
  }
}
