package dev.lockstep.journal;

/**
 * Hears how far a long piece of work has come. Called often, on the thread that works: whoever
 * shows it decides when.
 */
@FunctionalInterface
public interface Progress {
  Progress NONE = (done, total) -> {};

  /**
   * @param done of {@code total}, in whatever unit the work is counted in; never falls
   */
  void at(long done, long total);
}
