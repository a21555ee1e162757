package dev.lockstep.bench;

/** Clients that do one workload. */
interface Load extends AutoCloseable {
  /**
   * Asks until the window is over, and returns when all answers are there.
   *
   * @throws BenchException when an answer is no success
   */
  void run(Window window);

  @Override
  void close();
}
