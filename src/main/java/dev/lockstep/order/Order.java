package dev.lockstep.order;

import java.util.List;

/**
 * The seam between what a protocol decides and what carries it out: a node and the simulator drive
 * every protocol through this and nothing else.
 *
 * <p>Pure: no thread, no wall clock, no disk, no wire, no random source. Not safe for use by two
 * threads at once.
 */
public interface Order {
  /**
   * One step.
   *
   * @param now milliseconds of a clock that never goes back, from any origin; see {@link AwakeTime}
   * @return what is to be done, in this order
   */
  List<Effect> step(Input input, long now);

  /** What a person or a program may want to know, as of {@code now}. */
  Status status(long now);
}
