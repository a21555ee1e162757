package dev.lockstep.lab;

/** Numbers that say a place: 1st, 2nd, 3rd, 4th. */
public final class Ordinal {
  private Ordinal() {}

  public static String of(int number) {
    boolean isTeen = number % 100 >= 11 && number % 100 <= 13;
    return number
        + switch (isTeen ? 0 : number % 10) {
          case 1 -> "st";
          case 2 -> "nd";
          case 3 -> "rd";
          default -> "th";
        };
  }
}
