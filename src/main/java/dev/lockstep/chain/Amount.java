package dev.lockstep.chain;

import java.util.OptionalLong;

/**
 * Money as text and as whole minor units (cents): {@code 4.00} is 400. Never a floating-point
 * number.
 */
public final class Amount {
  /** The largest transfer and the largest opening balance, in minor units. */
  public static final long MAX = 1_000_000_000_000_000L;

  /** As many as fit into a long together with two decimals. */
  private static final int WHOLE_DIGITS_MAX = 16;

  private Amount() {}

  /**
   * Reads {@code 4}, {@code 4.5} or {@code 4.00} as minor units. Empty for everything else: signs,
   * spaces, exponents, leading zeros, more than two decimals, more than {@link #MAX}.
   */
  public static OptionalLong parse(String text) {
    int point = text.indexOf('.');
    int end = point < 0 ? text.length() : point;
    long whole = number(text, 0, end, WHOLE_DIGITS_MAX);
    long decimals = point < 0 ? 0 : number(text, point + 1, text.length(), 2);
    boolean hasLeadingZero = end > 1 && text.charAt(0) == '0';
    if (whole < 0 || decimals < 0 || hasLeadingZero) {
      return OptionalLong.empty();
    }
    boolean areTenths = text.length() - point == 2;
    long units = 100 * whole + (areTenths ? 10 * decimals : decimals);
    return units > MAX ? OptionalLong.empty() : OptionalLong.of(units);
  }

  /** A part of a text that is one digit, or more up to a maximum; below zero for anything else. */
  private static long number(String text, int from, int to, int digitsMax) {
    if (to == from || to - from > digitsMax) {
      return -1;
    }
    long number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = 10 * number + digit;
    }
    return number;
  }

  /** Always with two decimals. */
  public static String format(long units) {
    var sign = units < 0 ? "-" : "";
    long whole = Math.abs(units / 100);
    long cents = Math.abs(units % 100);
    return sign + whole + (cents < 10 ? ".0" : ".") + cents;
  }
}
