package dev.lockstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * A bar on standard error for a person who has waited for a second already; nothing at all for a
 * program. Several threads may move it.
 */
public final class Progress implements AutoCloseable {
  private static final long PATIENCE_NANOS = 1_000_000_000;

  private final String task;
  private final boolean isWanted;
  private final long begun = System.nanoTime();
  private ProgressBar bar;
  private long total;
  private long done;

  public Progress(String task, Stdio stdio) {
    this.task = task;
    this.isWanted = stdio.showsProgress();
  }

  /** How much there is to do. */
  public synchronized void total(long units) {
    total = units;
  }

  /** How much of it is done. */
  public synchronized void reached(long units) {
    done = units;
    show();
  }

  /** Both at once. */
  public synchronized void at(long units, long of) {
    total = of;
    reached(units);
  }

  /** Some more is done. */
  public synchronized void step(long units) {
    reached(done + units);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
    }
  }

  private void show() {
    if (bar == null && isWanted && System.nanoTime() - begun > PATIENCE_NANOS) {
      bar = visible(task);
    }
    if (bar != null) {
      bar.maxHint(total);
      bar.stepTo(done);
    }
  }

  private static ProgressBar visible(String task) {
    var stderr =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(200)
        .clearDisplayOnFinish()
        .setConsumer(new ConsoleProgressBarConsumer(stderr))
        .build();
  }
}
