package dev.lockstep.log;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** The message of an event, as one line. */
public final class Message extends ClassicConverter {
  static final int CHARACTERS_MAX = 4_000;

  @Override
  public String convert(ILoggingEvent event) {
    var text = event.getFormattedMessage();
    return text == null ? "" : Escaped.text(text, CHARACTERS_MAX);
  }
}
