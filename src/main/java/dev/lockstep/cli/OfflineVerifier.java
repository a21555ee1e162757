package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.Progress;
import dev.lockstep.store.Verifier;

/** The only place where the command line uses the check of a node's files. */
@FunctionalInterface
interface OfflineVerifier {
  /**
   * @throws CliException when there is nothing to check, or a running node holds the files
   */
  Verifier.Checked verify(NodeOptions options, Progress progress);

  /** The real check. */
  static OfflineVerifier real() {
    return (options, progress) -> {
      try {
        return Verifier.offline(
            options.directory(), options.member(), options.config().genesis(), progress);
      } catch (DataException e) {
        throw new CliException(ExitCode.FAILURE, e.getMessage(), e);
      }
    };
  }
}
