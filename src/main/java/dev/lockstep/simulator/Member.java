package dev.lockstep.simulator;

import dev.lockstep.order.Effect;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member: its disk, and its process while that runs. */
final class Member {
  static final int NO_CUT = -1;

  final String name;
  final int number;

  Disk disk = new Disk();

  /** Null while the process is down. */
  FailStop process;

  /** How many processes of this member have begun. */
  int starts;

  /** Reads for other members that this process has asked for. */
  final List<Effect.ReadBlocks> reads = new ArrayList<>();

  /** After this number of effects of its next step the process ends. */
  int cutAfter = NO_CUT;

  int keptAtCut;

  /** After this number of effects of its next step it fails. */
  int failAfter = NO_CUT;

  int keptAtFailure;

  /** What it is fed in its present step. */
  Input input;

  /** Where its clock began: the clock of no other process is near it. */
  long clockOrigin;

  /** Whether the present step takes in something that no member has said. */
  boolean deceived;

  Member(String name, int number) {
    this.name = name;
    this.number = number;
  }

  boolean isUp() {
    return process != null;
  }

  Optional<MemberState> state(long now) {
    return isUp() ? Optional.of(process.status(now + clockOrigin).state()) : Optional.empty();
  }
}
