package dev.lockstep.cli.submit;

import dev.lockstep.chain.TransferRules;
import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.cli.TextLines.Line;
import dev.lockstep.command.Command;
import dev.lockstep.command.Payment;
import dev.lockstep.command.Pointer;
import dev.lockstep.command.Reading;
import java.util.ArrayList;
import java.util.List;

/** One line of a file of transfers, as a person wrote it; the grammar is that of the prompt. */
public sealed interface ParsedLine {
  String SOME_ID = "00000000-0000-7000-8000-000000000000";

  /** Nothing to do: an empty line or a {@code #} comment. */
  record Blank() implements ParsedLine {}

  /**
   * One or several transfers.
   *
   * @param triplets in the order of the line
   */
  record Transfers(List<Triplet> triplets) implements ParsedLine {}

  /** A transfer whose words are well formed; whether it is allowed is for the ledger to say. */
  record Triplet(String from, String to, String amount, String memo) {}

  /**
   * A line that no transfer can be read from.
   *
   * @param column of the place, counted from 1
   * @param problem one sentence
   * @param pointer the line with a caret under the place
   */
  record Malformed(int column, String problem, String pointer) implements ParsedLine {}

  static ParsedLine of(Line line) {
    return switch (line) {
      case Line.Text(var _, var text) -> of(text);
      case Line.Garbled(var _, var begin) ->
          malformed(
              begin,
              begin.codePointCount(0, begin.length()) + 1,
              "The line is not UTF-8; save the file as UTF-8.");
    };
  }

  static ParsedLine of(String line) {
    return switch (Reading.of(line)) {
      case Reading.Mistake(var column, var sentence) -> malformed(line, column, sentence);
      case Reading.Understood(Command.Nothing(), var _) -> new Blank();
      case Reading.Understood(Command.Transfers(var payments), var option) ->
          option
              .map(
                  o -> malformed(line, o.column(), "-o stands behind submit, and not in its file."))
              .orElseGet(() -> transfers(line, payments));
      case Reading.Understood _ ->
          malformed(line, 1, "A file for submit holds transfers only, like (A, B, 4).");
    };
  }

  private static ParsedLine transfers(String line, List<Payment> payments) {
    List<Triplet> triplets = new ArrayList<>();
    for (var payment : payments) {
      if (payment.from().isEmpty()) {
        return malformed(
            line, payment.column(), "The paying account is missing; write it like (A, B, 4).");
      }
      var triplet =
          new Triplet(payment.from().get(), payment.to(), payment.amount(), payment.memo());
      // The form is right; a value that every node refuses is reported before anything is sent.
      if (TransferRules.parse(
              SOME_ID, triplet.from(), triplet.to(), triplet.amount(), triplet.memo())
          instanceof Parsed.Invalid(var refusal)) {
        return malformed(line, payment.column(), refusal.detail());
      }
      triplets.add(triplet);
    }
    return new Transfers(List.copyOf(triplets));
  }

  private static ParsedLine malformed(String line, int column, String problem) {
    return new Malformed(column, problem, Pointer.at(line, column));
  }
}
