package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Member processes on this machine, from their start to their end. Safe for use by any thread. */
final class Supervisor {
  private static final Duration POLL = Duration.ofMillis(100);

  /** By their members, in the order of their first start. Guarded by this. */
  private final Map<String, ChildNode> children = new LinkedHashMap<>();

  /** Guarded by this. */
  private boolean isStopping;

  /** Starts the process of a member; none any more when the end of all has begun. */
  synchronized void start(Supplier<ChildNode> process) {
    if (!isStopping) {
      var child = process.get();
      children.put(child.name(), child);
    }
  }

  synchronized List<ChildNode> children() {
    return List.copyOf(children.values());
  }

  synchronized Optional<ChildNode> child(String member) {
    return Optional.ofNullable(children.get(member));
  }

  synchronized boolean isStopping() {
    return isStopping;
  }

  /**
   * Waits until these processes are there.
   *
   * @param isThere asks one of them
   * @param progress is told the missing ones again and again, and since when they are awaited; none
   *     at the end
   * @throws CliException when one has ended, with its exit code and its last words, or when one
   *     needs longer
   */
  void await(
      List<ChildNode> awaited,
      Predicate<RemoteNode> isThere,
      Duration patience,
      BiConsumer<List<ChildNode>, Duration> progress) {
    List<ChildNode> missing = new ArrayList<>(awaited);
    long begun = System.nanoTime();
    while (true) {
      // Its exit is checked first: another process may answer on its port.
      missing.forEach(this::requireRunning);
      missing.removeIf(child -> isThere.test(child.node()));
      var waited = Duration.ofNanos(System.nanoTime() - begun);
      progress.accept(missing, waited);
      if (missing.isEmpty()) {
        return;
      }
      if (waited.compareTo(patience) > 0) {
        var child = missing.getFirst();
        throw new CliException(
            ExitCode.UNAVAILABLE,
            "Node %s is not ready after %d s: %s"
                .formatted(child.name(), waited.toSeconds(), child.lastWords()));
      }
      pause();
    }
  }

  private void requireRunning(ChildNode child) {
    if (!child.process().isAlive() && !isStopping()) {
      int code = child.process().exitValue();
      throw new CliException(
          code == ExitCode.OK ? ExitCode.FAILURE : code,
          "Node %s has ended while starting: %s (more in %s)"
              .formatted(child.name(), child.lastWords(), child.output()));
    }
  }

  /**
   * Returns when no process is left.
   *
   * @param ended is told each that has ended by itself
   */
  void watch(Consumer<ChildNode> ended) {
    List<ChildNode> running = new ArrayList<>(children());
    while (!running.isEmpty()) {
      for (var child : List.copyOf(running)) {
        // Ctrl-C reaches the nodes too; their ends are not reported.
        if (!child.process().isAlive() && !isStopping()) {
          running.remove(child);
          ended.accept(child);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "The wait for a node was interrupted.", e);
    }
  }

  /** Ends all in good order, and kills those that need longer. */
  void stop(Duration patience) {
    end(ChildNode::terminate, patience);
  }

  /** kill -9 of all. */
  void kill(Duration patience) {
    end(child -> child.process().destroyForcibly(), patience);
  }

  private void end(Consumer<ChildNode> how, Duration patience) {
    List<ChildNode> all;
    synchronized (this) {
      isStopping = true;
      all = children();
    }
    all.forEach(how);
    long deadline = System.nanoTime() + patience.toNanos();
    all.forEach(child -> child.await(deadline));
  }
}
