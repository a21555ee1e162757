package dev.lockstep.simulator;

import dev.lockstep.order.Effect;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A member: its disk, and its present life, if it has one. */
final class Member {
  static final int NO_CUT = -1;

  final String name;
  final int number;

  Disk disk = new Disk();

  /** Null while the process is down. */
  FailStop order;

  /** Reads for others that this life was asked for. */
  final List<Effect.ReadBlocks> reads = new ArrayList<>();

  /** After so many effects of its next step the process ends. */
  int cutAfter = NO_CUT;

  int keptAtCut;

  /** After so many effects of its next step it fails. */
  int failAfter = NO_CUT;

  int keptAtFailure;

  /** What it is fed in its present step. */
  Input input;

  private long lastSequence;

  /** Where its clock began: nobody else's is near it. */
  long clockOrigin;

  int lives;

  /** Whether the present step takes in something that no member has said. */
  boolean deceived;

  Member(String name, int number) {
    this.name = name;
    this.number = number;
  }

  /** As where a node hands its records to the journal: between one and the next none is missing. */
  void requireNext(long sequence) {
    if (sequence != lastSequence + 1) {
      throw new Violation(
          "no gap", name + " journals record " + sequence + " after record " + lastSequence);
    }
    lastSequence = sequence;
  }

  /** A new life counts its records anew. */
  void begin(FailStop life) {
    order = life;
    lastSequence = 0;
  }

  boolean isUp() {
    return order != null;
  }

  Optional<MemberState> state(long now) {
    return isUp() ? Optional.of(order.status(now + clockOrigin).state()) : Optional.empty();
  }
}
