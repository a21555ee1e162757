package dev.lockstep.simulator.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.FailStop;
import dev.lockstep.order.Input;
import dev.lockstep.order.MemberState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

  /** After this number of effects of its next step the process ends. */
  public int cutAfter = NO_CUT;

  public int keptAtCut;

  /** After this number of effects of its next step it fails. */
  public int failAfter = NO_CUT;

  public int keptAtFailure;

  /** What it is fed in its present step. */
  public Input input;

  /** Where its clock began: the clock of no other process is near it. */
  public long clockOrigin;

  /** Whether the present step takes in something that no member has said. */
  public boolean deceived;

  public Member(String name, int number) {
    this.name = name;
    this.number = number;
  }

  public boolean isUp() {
    return process != null;
  }

  public Optional<MemberState> state(long now) {
    return isUp() ? Optional.of(process.status(now + clockOrigin).state()) : Optional.empty();
  }
}
