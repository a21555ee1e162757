package dev.lockstep.log;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * The stack of what an event was caused by, in lines of its own, each of them indented: none looks
 * like the beginning of an event. Logback's own converter writes the messages of exceptions as they
 * are.
 */
public final class Stack extends ThrowableHandlingConverter {
  private static final int THROWABLES_MAX = 8;
  private static final int FRAMES_MAX = 60;
  private static final int MESSAGE_MAX = 1_000;

  @Override
  public String convert(ILoggingEvent event) {
    var lines = new StringBuilder();
    append("", event.getThrowableProxy(), THROWABLES_MAX, lines);
    return lines.toString();
  }

  /**
   * @param before the first word of its line
   * @param left how many throwables may be written
   * @return how many may be written after it
   */
  private static int append(String before, IThrowableProxy thrown, int left, StringBuilder lines) {
    if (thrown == null || left == 0) {
      return left;
    }
    lines.append("  ").append(before).append(thrown.getClassName());
    if (thrown.getMessage() != null) {
      lines.append(": ").append(Escaped.text(thrown.getMessage(), MESSAGE_MAX));
    }
    lines.append('\n');
    if (thrown.isCyclic()) {
      return left - 1;
    }
    frames(thrown, lines);
    int after = left - 1;
    for (var suppressed : thrown.getSuppressed()) {
      after = append("suppressed: ", suppressed, after, lines);
    }
    return append("caused by: ", thrown.getCause(), after, lines);
  }

  private static void frames(IThrowableProxy thrown, StringBuilder lines) {
    var frames = thrown.getStackTraceElementProxyArray();
    int own = frames.length - thrown.getCommonFrames();
    for (int i = 0; i < Math.min(own, FRAMES_MAX); i++) {
      lines.append("    ").append(frames[i].getSTEAsString()).append('\n');
    }
    if (frames.length > Math.min(own, FRAMES_MAX)) {
      lines
          .append("    … ")
          .append(frames.length - Math.min(own, FRAMES_MAX))
          .append(" frames more\n");
    }
  }
}
