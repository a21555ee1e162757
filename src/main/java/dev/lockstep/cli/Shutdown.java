package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ends this process gracefully: on Ctrl-C with 130, on SIGTERM with 0.
 *
 * <p>The process is halted rather than exited, because shutdown hooks of libraries have been seen
 * to hang; so what has to be closed is closed by the action.
 */
final class Shutdown {
  private static final long PATIENCE_SECONDS = 10;

  private final Runnable action;
  private final Stdio stdio;
  private final AtomicBoolean begun = new AtomicBoolean();

  Shutdown(Runnable action, Stdio stdio) {
    this.action = action;
    this.stdio = stdio;
  }

  void onSignals() {
    Signals.register("INT", () -> inBackground(ExitCode.INTERRUPTED));
    Signals.register("TERM", () -> inBackground(ExitCode.OK));
    Signals.register("HUP", () -> inBackground(ExitCode.OK));
  }

  /**
   * Runs the action once, within a time limit. A second caller waits until the process is halted.
   */
  void end(int code) {
    if (!begun.compareAndSet(false, true)) {
      waitForEver();
    }
    boolean inTime = act();
    Runtime.getRuntime().halt(inTime || code != ExitCode.OK ? code : ExitCode.FAILURE);
  }

  /**
   * Runs the action within the same limit and lets the caller end the process, unless a signal was
   * first.
   */
  void close() {
    if (!begun.compareAndSet(false, true)) {
      waitForEver();
    }
    if (!act()) {
      Runtime.getRuntime().halt(ExitCode.FAILURE);
    }
  }

  /**
   * The output is flushed within the same limit: without a reader a write waits for ever, and holds
   * the lock that a flush needs.
   *
   * @return whether all was done in time
   */
  private boolean act() {
    var done = new CountDownLatch(1);
    var thread =
        Thread.ofPlatform()
            .daemon()
            .name("shutdown")
            .start(
                () -> {
                  try {
                    action.run();
                    stdio.out().flush();
                    stdio.err().flush();
                  } finally {
                    done.countDown();
                  }
                });
    try {
      return done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      thread.interrupt();
      return false;
    }
  }

  void inBackground(int code) {
    Thread.ofPlatform().name("ending").start(() -> end(code));
  }

  private static void waitForEver() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
