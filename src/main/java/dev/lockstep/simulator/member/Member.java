package dev.lockstep.simulator.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/** A member: its disk, and its process while that runs. Only the world changes it. */
public final class Member {
  public static final int NO_CUT = -1;

  public final String name;
  public final int number;

  public Disk disk = new Disk();

  /** Null while the process is down. */
  public FailStop process;

  /** How many processes of this member have begun. */
  public int starts;

  /** Reads for other members that this process has asked for. */
  public final List<Effect.ReadBlocks> reads = new ArrayList<>();

  /** What was signed or verified for this process, and has not been told to it yet. */
  private final List<Answer> answers = new ArrayList<>();

  /**
   * @param deceived whether it is about a message that no member has sent
   */
  private record Answer(Input input, boolean deceived, boolean isLate) {}

  /** After this number of effects of its next step the process ends. */
  public int cutAfter = NO_CUT;

  public int keptAtCut;

  /** After this number of further effects that others see the process ends. */
  public int cutOutside = NO_CUT;

  /** Of so many records that are not synced then, how many survive. */
  public IntUnaryOperator unsyncedAtCut;

  /** After this number of effects of its next step it fails. */
  public int failAfter = NO_CUT;

  public int keptAtFailure;

  /** The input of its present step. */
  public Input input;

  /** The origin of its clock, far from that of every other process. */
  public long clockOrigin;

  /** Whether the present step takes in a message that no member has sent. */
  public boolean deceived;

  public Member(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /**
   * Something is signed or verified, beside the disk.
   *
   * @param isLate whether the member does something else before it learns of it
   */
  public void answer(Input input, boolean isLate) {
    answers.add(new Answer(input, deceived, isLate));
  }

  /** The oldest answer of this kind is given by a recorded input. */
  public void answered(Input input) {
    for (int i = 0; i < answers.size(); i++) {
      if (answers.get(i).input.getClass() == input.getClass()) {
        answers.remove(i);
        return;
      }
    }
  }

  /** Gives the member the answers that it gets now, after a step. */
  public void giveAnswers(Consumer<Input> step) {
    var due = answers.stream().filter(answer -> !answer.isLate).toList();
    answers.removeAll(due);
    answers.replaceAll(late -> new Answer(late.input, late.deceived, false));
    for (var answer : due) {
      deceived = answer.deceived;
      step.accept(answer.input);
    }
  }

  /** The process has ended. */
  public void end() {
    process = null;
    reads.clear();
    answers.clear();
    cutAfter = NO_CUT;
    cutOutside = NO_CUT;
    failAfter = NO_CUT;
  }

  public boolean isUp() {
    return process != null;
  }

  public Optional<MemberState> state(long now) {
    return isUp() ? Optional.of(process.status(now + clockOrigin).state()) : Optional.empty();
  }
}
