package dev.lockstep.simulator.invariant;

import java.util.Locale;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String invariant;

  /**
   * @param invariant the class that states what must hold; the violation is named after it
   */
  public Violation(Class<?> invariant, String detail) {
    this(invariant, detail, null);
  }

  Violation(Class<?> invariant, String detail, Throwable cause) {
    super(detail, cause);
    this.invariant = nameOf(invariant);
  }

  /** As in {@code docs/correctness.md}: the name of the class in words. */
  public static String nameOf(Class<?> invariant) {
    return invariant
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  /** The name of the invariant, as in {@code docs/correctness.md}. */
  public String invariant() {
    return invariant;
  }
}
