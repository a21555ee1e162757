package dev.lockstep.recording;

import dev.lockstep.chain.Genesis;
import dev.lockstep.order.Input;
import dev.lockstep.order.Limits;

/**
 * One entry of a recorded run. {@code wallMicros} are microseconds of Unix time: they order what
 * members on different clocks did only as far as no message says otherwise.
 */
public sealed interface RunEntry {
  long wallMicros();

  /**
   * A process begins.
   *
   * @param records how many its journal had when it was read, its own incarnation not counted: what
   *     the process before it had left
   */
  record Begun(
      long wallMicros,
      String member,
      Genesis genesis,
      long incarnation,
      boolean rejoin,
      Limits limits,
      long records)
      implements RunEntry {}

  /**
   * The order was given an input.
   *
   * @param now of its clock, as {@link dev.lockstep.order.Order#step} takes it
   * @param sent the number of the last message that it had sent after the step
   * @param digest of the state and of the effects after the step, see {@link Digest}
   */
  record Taken(long wallMicros, long now, Input input, long sent, int digest) implements RunEntry {}
}
