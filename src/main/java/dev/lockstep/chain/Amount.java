package dev.lockstep.chain;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Money as text and as whole minor units (cents): {@code 4.00} is 400. Never a floating-point
 * number.
 */
public final class Amount {
  /** The largest transfer and the largest opening balance, in minor units. */
  public static final long MAX = 1_000_000_000_000_000L;

  private static final Pattern DECIMAL =
      Pattern.compile("(0|[1-9][0-9]{0,15})(?:\\.([0-9]{1,2}))?");

  private Amount() {}

  /**
   * Reads {@code 4}, {@code 4.5} or {@code 4.00} as minor units. Empty for everything else: signs,
   * spaces, exponents, leading zeros, more than two decimals, more than {@link #MAX}.
   */
  public static OptionalLong parse(String text) {
    var match = DECIMAL.matcher(text);
    if (!match.matches()) {
      return OptionalLong.empty();
    }
    long units = Long.parseLong(match.group(1)) * 100;
    var decimals = match.group(2);
    if (decimals != null) {
      units += decimals.length() == 1 ? 10 * Long.parseLong(decimals) : Long.parseLong(decimals);
    }
    return units > MAX ? OptionalLong.empty() : OptionalLong.of(units);
  }

  /** Always with two decimals. */
  public static String format(long units) {
    var sign = units < 0 ? "-" : "";
    long whole = Math.abs(units / 100);
    long cents = Math.abs(units % 100);
    return sign + whole + (cents < 10 ? ".0" : ".") + cents;
  }
}
