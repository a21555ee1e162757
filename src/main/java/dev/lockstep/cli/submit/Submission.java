package dev.lockstep.cli.submit;

import dev.lockstep.chain.Genesis;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.Progress;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/** Sends a file. */
public final class Submission {
  /** Requests under way when the person asks to stop may be answered within this time. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  // What an answer may take beyond the time that the node gives its transfers.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final ClusterConfig config;
  private final Genesis genesis;
  private final Function<Member, RemoteNode> nodes;
  private final Options options;
  private final Stdio stdio;
  private final Interruption interruption = new Interruption();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicBoolean hasBegun = new AtomicBoolean();
  private volatile boolean stopped;

  /**
   * @param batch the most transfers in one request
   * @param attempts how often a request is made before its transfers are given up
   * @param parallel a stream for each owner, instead of one in the order of the file
   * @param keepGoing skip malformed lines, and go on when a node is unavailable
   * @param run what the ids are made from beside the transfers; empty: from the file's content
   */
  public record Options(
      int batch, int attempts, boolean parallel, boolean keepGoing, Optional<String> run) {}

  public Submission(
      ClusterConfig config, Function<Member, RemoteNode> nodes, Options options, Stdio stdio) {
    this.config = config;
    this.genesis = config.genesis();
    this.nodes = nodes;
    this.options = options;
    this.stdio = stdio;
  }

  /**
   * What is shown and how the command ends.
   *
   * @param table for a person
   * @param json for a program
   * @param failure what ended the run early, to be reported after the summary
   */
  public record Result(String table, String json, int exitCode, Optional<CliException> failure) {}

  /**
   * From now on nothing is sent any more.
   *
   * @return whether nothing was sent before
   */
  public boolean preventBegin() {
    return !hasBegun.getAndSet(true);
  }

  /**
   * Sends nothing more; {@link #send} returns within a few seconds.
   *
   * @return whether this is the first time
   */
  public boolean interrupt() {
    if (interruption.isAsked()) {
      return false;
    }
    interruption.ask();
    threads.submit(
        () -> {
          Thread.sleep(GRACE);
          // Threads that still wait for an answer stop waiting.
          return threads.shutdownNow();
        });
    return true;
  }

  /**
   * @param file can be read more than once
   */
  public Result send(Path file) throws IOException, InterruptedException {
    var check = Check.of(file, stdio.err());
    if (check.malformed() > 0 && !options.keepGoing()) {
      throw new CliException(
          ExitCode.USAGE,
          "Nothing was sent; correct the file, or skip such lines with --keep-going.");
    }
    var run = options.run().isPresent() ? options.run().get() : Digests.nameOf(file);
    if (hasBegun.getAndSet(true)) {
      throw new InterruptedException("somebody has ended the run before it began");
    }
    long begun = System.nanoTime();
    try (var progress = new Progress("submit", stdio);
        var api = new TransferApi(config.transferTimeout().plus(MARGIN))) {
      progress.total(check.transfers());
      var tally = new Tally(progress::step);
      var sender = new Sender(api, tally, options.attempts(), interruption);
      var streams = new ArrayList<Future<Void>>();
      if (options.parallel()) {
        for (var owner : config.memberNames()) {
          boolean first = owner.equals(config.memberNames().getFirst());
          streams.add(begin(() -> stream(file, run, sender, tally, owner::equals, first)));
        }
      } else {
        streams.add(begin(() -> stream(file, run, sender, tally, _ -> true, true)));
      }
      var failure = awaitAll(streams);
      double seconds = (System.nanoTime() - begun) / 1e9;
      var summary =
          new Summary(
              tally,
              new Summary.Run(run, options.run().isPresent(), interruption.isAsked()),
              check.transfers(),
              check.malformed(),
              seconds);
      return new Result(summary.table(), summary.json(), summary.exitCode(), failure);
    }
  }

  /**
   * Each owner has a separate stream: that is cheaper than to hold back lines for an owner that is
   * slower.
   */
  private Future<Void> begin(Stream stream) {
    return threads.submit(
        () -> {
          stream.run();
          return null;
        });
  }

  /** Reads the file by itself and sends what it wants of it. */
  private interface Stream {
    void run() throws IOException;
  }

  /**
   * Waits for all, so that none is still sending when the summary is made.
   *
   * @return what a stream could not go on for, and a person can mend
   */
  private Optional<CliException> awaitAll(List<Future<Void>> streams)
      throws IOException, InterruptedException {
    Optional<CliException> known = Optional.empty();
    Optional<IOException> unreadable = Optional.empty();
    for (var stream : streams) {
      try {
        stream.get();
      } catch (ExecutionException e) {
        stopped = true;
        switch (e.getCause()) {
          case CliException failure -> known = Optional.of(failure);
          case IOException failure -> unreadable = Optional.of(failure);
          case UncheckedIOException failure -> unreadable = Optional.of(failure.getCause());
          case null, default -> throw new IllegalStateException(e);
        }
      }
    }
    if (unreadable.isPresent()) {
      throw unreadable.get();
    }
    return known;
  }

  /** Batch after batch, each after the answer to the one before. */
  private void stream(
      Path file,
      String run,
      Sender sender,
      Tally tally,
      Predicate<String> owners,
      boolean countsOwnerless)
      throws IOException {
    try (var batches =
        new Batches(
            file,
            genesis,
            new RunIds(genesis.hash(), run),
            options.batch(),
            owners,
            item -> {
              if (countsOwnerless) {
                refuse(item, tally);
              }
            })) {
      for (var batch = batches.next();
          batch.isPresent() && !stopped && !interruption.isAsked();
          batch = batches.next()) {
        var node = nodes.apply(config.member(batch.get().owner()).orElseThrow());
        boolean settled = sender.send(node, batch.get().items());
        if (!settled && !options.keepGoing()) {
          stopped = true;
        }
      }
    }
  }

  /** No member owns the sender, so there is no node to ask; every node would answer this. */
  private static void refuse(Item item, Tally tally) {
    tally.count(
        item,
        new ItemOutcome.Refused(
            "unknown_account", "There is no account \"" + item.triplet().from() + "\"."));
  }
}
