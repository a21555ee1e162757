package dev.lockstep.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How long a browser stays signed in, as a person writes it: {@code 12h}, {@code 30m}. */
final class SessionLength implements ITypeConverter<Duration> {
  private static final Duration MIN = Duration.ofMinutes(1);
  private static final Duration MAX = Duration.ofDays(30);

  private static final Pattern FORM = Pattern.compile("([0-9]{1,6})([mh])");

  @Override
  public Duration convert(String text) {
    return parse(text)
        .filter(length -> length.compareTo(MIN) >= 0 && length.compareTo(MAX) <= 0)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "\"%s\" is no length of a session from 1m to 720h, such as 12h"
                        .formatted(text)));
  }

  private static Optional<Duration> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(match.group(1));
    return Optional.of(
        match.group(2).equals("h") ? Duration.ofHours(count) : Duration.ofMinutes(count));
  }

  /** As {@link #convert} reads it. */
  static String text(Duration length) {
    return length.toMinutes() + "m";
  }
}
