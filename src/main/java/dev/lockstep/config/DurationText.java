package dev.lockstep.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 1m}. */
final class DurationText {
  // Nine digits of minutes are two thousand years, and no sum of such overflows.
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9})(ms|s|m)");

  private DurationText() {}

  static Optional<Duration> parse(String text) {
    var match = FORM.matcher(text);
    if (!match.matches()) {
      return Optional.empty();
    }
    long count = Long.parseLong(match.group(1));
    return Optional.of(
        switch (match.group(2)) {
          case "ms" -> Duration.ofMillis(count);
          case "s" -> Duration.ofSeconds(count);
          default -> Duration.ofMinutes(count);
        });
  }
}
