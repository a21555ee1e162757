package dev.lockstep.command;

import java.util.List;

/**
 * Lines that once paid what nobody had written, or look as if they could. No entry may take one; A
 * and B are accounts.
 */
public final class LinesThatPayNothing {
  public static final List<String> ALL =
      List.of(
          "(A, B, 1,000.00)",
          "A,B,2,000",
          "transfer A B 1 000.00",
          "(A, B, 1,50)",
          "(A, B, 1.000,00)",
          "(A, B, 1'000)",
          "(A, B, 1\u00A0000)",
          "(A, B, 1\u2009000)",
          "(A, B, \u0661)",
          "(A, B, \uFF11)",
          "(A, B, 1e3)",
          "(A, B, +1)",
          "(A, B, -1)",
          "(A, B, .5)",
          "(A, B, 5.)",
          "(A, B, 1.2.3)",
          "(A, B, 1_000)",
          "(A, B, 0x10)",
          "(A, B, 1.001)",
          "(A, B, 0)",
          "(A, B, 99999999999999999999)",
          "(A, B, 1); (B, A, 2",
          "(A, B, 1); B A 2",
          "(A, B, 1) & (B, A, 2)",
          "(A, B, 1) transfer A B 2",
          "transfer A B 1; transfer A B 2",
          "transfer A 2 3",
          "(A, B, 4),",
          "(A, B, 4);",
          "(A, B, 4)\u0000",
          "(A, B, 4)\u200B",
          "(A, B, 4)\u202E",
          "(A, B, 4)\u00AD",
          "(A, B, 4)\u2028",
          "(A, B, 4) lunch",
          "(A, B, 4, lunch)",
          "(A, B, 4, \u201Clunch\u201D)",
          "(A, B, 4, \"lunch)",
          "(A, B, 4, \"lunch\" x)",
          "(A, B, 4, \"lu\u0007nch\")",
          "(A, B, 4, \"lunch\uFFFD\")",
          "transfer A B 4 lunch",
          "transfer A B 4 for lu\u200Bnch",
          "transfer A B 4 for lunch; (A, B, 4)",
          "A B 4 lunch");

  private LinesThatPayNothing() {}
}
