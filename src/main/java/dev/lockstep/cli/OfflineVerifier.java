package dev.lockstep.cli;

import dev.lockstep.config.NodeOptions;
import java.util.function.LongConsumer;

/** The one place where the command line meets the check of a node's files. */
@FunctionalInterface
interface OfflineVerifier {
  /** What the check has found. */
  sealed interface Verdict {
    /** Every hash and every balance fits. */
    record Sound(long height, long transfers) implements Verdict {}

    /**
     * @param height the first that does not fit
     * @param problem one sentence that names it and what differs
     */
    record Broken(long height, String problem) implements Verdict {}
  }

  /** How far the check has come, in blocks. */
  interface Progress {
    void total(long blocks);

    void done(long blocks);

    static Progress of(LongConsumer total, LongConsumer done) {
      return new Progress() {
        @Override
        public void total(long blocks) {
          total.accept(blocks);
        }

        @Override
        public void done(long blocks) {
          done.accept(blocks);
        }
      };
    }
  }

  /**
   * @throws CliException when there is nothing to check, or a running node holds the files
   */
  Verdict verify(NodeOptions options, Progress progress);

  /** The real check. */
  static OfflineVerifier real() {
    return (options, _) -> {
      // To be replaced by dev.lockstep.store.Verifier when the two branches meet.
      throw new CliException(
          ExitCode.FAILURE,
          "The files of " + options.member() + " cannot be checked by this build yet.");
    };
  }
}
