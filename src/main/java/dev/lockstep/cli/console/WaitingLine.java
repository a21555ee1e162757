package dev.lockstep.cli.console;

import dev.lockstep.command.Command;
import dev.lockstep.command.Reading;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Terminal;

/**
 * A line that says for whom a transfer waits, written over and over until the answer comes. Nothing
 * for other commands, and nothing within the first second.
 */
final class WaitingLine implements AutoCloseable {
  private static final long FIRST_MILLIS = 1_000;
  private static final long AGAIN_MILLIS = 500;
  private static final String BEGIN = "\r\u001b[K";
  private static final long END_SECONDS = 3;

  private final CommandChannel channel;
  private final Terminal terminal;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private boolean isShown;
  private boolean isOver;

  private WaitingLine(CommandChannel channel, Terminal terminal) {
    this.channel = channel;
    this.terminal = terminal;
  }

  static WaitingLine of(CommandChannel channel, Terminal terminal, String command) {
    var line = new WaitingLine(channel, terminal);
    if (Reading.of(command) instanceof Reading.Understood(Command.Transfers _, var _)) {
      line.thread.scheduleWithFixedDelay(
          line::look, FIRST_MILLIS, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
    return line;
  }

  private void look() {
    channel.waitingFor().ifPresent(this::show);
  }

  private synchronized void show(String text) {
    // The answer may have come while the node was asked.
    if (!isOver) {
      isShown = true;
      int width = terminal.getWidth();
      terminal.writer().print(BEGIN + text.substring(0, Math.min(text.length(), width - 1)));
      terminal.flush();
    }
  }

  @Override
  public void close() {
    end();
    thread.shutdownNow();
    try {
      // The next command would send while a question of this thread is still being sent.
      thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    isOver = true;
    if (isShown) {
      terminal.writer().print(BEGIN);
      terminal.flush();
    }
  }
}
