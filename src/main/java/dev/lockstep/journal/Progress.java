package dev.lockstep.journal;

/**
 * Receives the progress of a long task. Called often, on the thread of the task; the receiver
 * decides how often to show it.
 */
@FunctionalInterface
public interface Progress {
  Progress NONE = (done, total) -> {};

  /**
   * @param done of {@code total}, in the unit in which the task is counted; never falls
   */
  void at(long done, long total);
}
