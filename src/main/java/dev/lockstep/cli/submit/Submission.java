package dev.lockstep.cli.submit;

import dev.lockstep.chain.Genesis;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.ExitCode;
import dev.lockstep.cli.Progress;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.cli.Stdio;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.console.TimeOrderedIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/** Sends a file. */
public final class Submission {
  // What an answer may take beyond the time that the node gives its transfers.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final ClusterConfig config;
  private final Genesis genesis;
  private final Path dataDir;
  private final Options options;
  private final Stdio stdio;
  private final TimeOrderedIds ids = new TimeOrderedIds();
  private volatile boolean stopped;

  /**
   * @param batch the most transfers in one request
   * @param attempts how often a request is made before its transfers are given up
   * @param parallel a stream for each owner, instead of one in the order of the file
   * @param keepGoing skip malformed lines, and go on when a node is unavailable
   */
  public record Options(int batch, int attempts, boolean parallel, boolean keepGoing) {}

  public Submission(ClusterConfig config, Path dataDir, Options options, Stdio stdio) {
    this.config = config;
    this.genesis = config.genesis();
    this.dataDir = dataDir;
    this.options = options;
    this.stdio = stdio;
  }

  /**
   * What is shown and how the command ends.
   *
   * @param table for a person
   * @param json for a program
   */
  public record Result(String table, String json, int exitCode) {}

  /**
   * @param file can be read more than once
   */
  public Result send(Path file) throws IOException, InterruptedException {
    var check = Check.of(file, stdio.err());
    if (check.malformed() > 0 && !options.keepGoing()) {
      throw new CliException(
          ExitCode.USAGE, "Nothing was sent; mend the file, or skip such lines with --keep-going.");
    }
    long begun = System.nanoTime();
    try (var progress = new Progress("submit", stdio);
        var api = new TransferApi(config.transferTimeout().plus(MARGIN))) {
      progress.total(check.transfers());
      var tally = new Tally(progress::step);
      var sender = new Sender(api, tally, options.attempts());
      if (options.parallel()) {
        streamEach(file, sender, tally);
      } else {
        stream(file, sender, tally, _ -> true, true);
      }
      double seconds = (System.nanoTime() - begun) / 1e9;
      var summary = new Summary(tally, check.transfers(), check.malformed(), seconds);
      return new Result(summary.table(), summary.json(), summary.exitCode());
    }
  }

  /** Each owner's stream reads the file by itself: cheaper than to hold what another is behind. */
  private void streamEach(Path file, Sender sender, Tally tally)
      throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> streams =
          config.memberNames().stream()
              .map(
                  owner ->
                      threads.<Void>submit(
                          () -> {
                            boolean first = owner.equals(config.memberNames().getFirst());
                            stream(file, sender, tally, owner::equals, first);
                            return null;
                          }))
              .toList();
      for (var stream : streams) {
        await(stream);
      }
    }
  }

  private void await(Future<Void> stream) throws IOException, InterruptedException {
    try {
      stream.get();
    } catch (ExecutionException e) {
      stopped = true;
      switch (e.getCause()) {
        case CliException known -> throw known;
        case IOException io -> throw io;
        case UncheckedIOException io -> throw io.getCause();
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Batch after batch, each after the answer to the one before. */
  private void stream(
      Path file, Sender sender, Tally tally, Predicate<String> owners, boolean countsOwnerless)
      throws IOException, InterruptedException {
    try (var batches =
        new Batches(
            file,
            genesis,
            ids,
            options.batch(),
            owners,
            item -> {
              if (countsOwnerless) {
                refuse(item, tally);
              }
            })) {
      for (var batch = batches.next(); batch.isPresent() && !stopped; batch = batches.next()) {
        var node = RemoteNode.of(config.member(batch.get().owner()).orElseThrow(), dataDir);
        boolean settled = sender.send(node, batch.get().items());
        if (!settled && !options.keepGoing()) {
          stopped = true;
        }
      }
    }
  }

  /** Nobody owns the sender, so there is no node to ask; every node would say this. */
  private static void refuse(Item item, Tally tally) {
    tally.count(
        item.line(),
        new ItemOutcome.Refused(
            "unknown_account", "There is no account \"" + item.triplet().from() + "\"."));
  }
}
