package dev.lockstep.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar on standard error for a person who waits; nothing at all for a program. */
public final class Progress implements AutoCloseable {
  private final ProgressBar bar;

  public Progress(String task, Stdio stdio) {
    bar = stdio.showsProgress() ? visible(task) : null;
  }

  /** How much there is to do. */
  public void total(long total) {
    if (bar != null) {
      bar.maxHint(total);
    }
  }

  /** How much of it is done. */
  public void reached(long done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  /** Some more is done. Several threads may say so. */
  public void step(long more) {
    if (bar != null) {
      bar.stepBy(more);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
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
