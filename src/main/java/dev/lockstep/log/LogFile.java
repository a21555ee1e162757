package dev.lockstep.log;

import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.TriggeringPolicyBase;
import ch.qos.logback.core.util.FileSize;
import dev.lockstep.journal.OwnerOnly;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Appends to the node's log, for its owner alone. When a file has its size, the next event goes to
 * a new one; the oldest is deleted. So all files together are no longer than {@code files} times
 * {@code fileSize} and a line for each.
 *
 * <p>Logback's own triggering policies look at the size once a minute, by the clock of the machine:
 * what is written within that minute, or after the clock was put back, has no bound.
 *
 * @param <E> the events
 */
public final class LogFile<E> extends RollingFileAppender<E> {
  private FileSize fileSize;
  private int files;

  /** Of one file, as in {@code 32MB}. */
  public void setFileSize(FileSize size) {
    this.fileSize = size;
  }

  /** How many there are at most, the one that is written included; two or more. */
  public void setFiles(int count) {
    this.files = count;
  }

  @Override
  public void start() {
    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(getContext());
    rolling.setParent(this);
    rolling.setFileNamePattern(rawFileProperty() + ".%i");
    rolling.setMinIndex(1);
    rolling.setMaxIndex(files - 1);
    rolling.start();
    setRollingPolicy(rolling);
    var size = new Size<E>(fileSize.getSize());
    size.setContext(getContext());
    size.start();
    setTriggeringPolicy(size);
    super.start();
  }

  /** Also called for each file that follows. */
  @Override
  public void openFile(String name) throws IOException {
    var file = Path.of(name);
    if (Files.isSymbolicLink(file)) {
      throw new IOException(file + " is a symbolic link");
    }
    OwnerOnly.create(file);
    super.openFile(name);
  }

  /** Asked before each event; every line has been written to the file by then. */
  private static final class Size<E> extends TriggeringPolicyBase<E> {
    private final long bytes;

    Size(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public boolean isTriggeringEvent(File active, E event) {
      return active.length() >= bytes;
    }
  }
}
