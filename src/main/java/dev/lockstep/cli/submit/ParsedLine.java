package dev.lockstep.cli.submit;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.chain.TransferRules.Parsed;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a file of triplets, as a person wrote it. */
public sealed interface ParsedLine {
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
   * @param problem one sentence
   */
  record Malformed(String problem) implements ParsedLine {}

  /**
   * Reads {@code (A, B, 4)}, {@code A,B,4} and {@code A B 4}, each with an optional memo behind the
   * amount and a byte order mark or CR that is left over from another system.
   */
  static ParsedLine of(String line) {
    var text = line.replace("\uFEFF", "").strip();
    if (text.isEmpty() || text.startsWith("#")) {
      return new Blank();
    }
    if (text.indexOf('\uFFFD') >= 0) {
      return new Malformed("the line is not UTF-8; save the file as UTF-8.");
    }
    for (var form : Forms.ALL) {
      var match = form.matcher(text);
      if (match.matches()) {
        return checked(match);
      }
    }
    return new Malformed(Forms.quoted(text) + " is no transfer; write it like (A, B, 4).");
  }

  private static ParsedLine checked(Matcher match) {
    var from = match.group("from");
    var to = match.group("to");
    var amount = match.group("amount");
    var written = match.group("memo");
    // What follows a transfer and begins with # is a remark to the reader of the file.
    var memo = written == null || written.startsWith("#") ? "" : written;
    for (var name : new String[] {from, to}) {
      if (!Genesis.isName(name)) {
        return new Malformed(
            Forms.quoted(name) + " is no account name; names are A-Z a-z 0-9 _ -.");
      }
    }
    return switch (TransferRules.parse(Forms.SOME_ID, from, to, amount, memo)) {
      case Parsed.Valid _ -> new Transfers(List.of(new Triplet(from, to, amount, memo)));
      case Parsed.Invalid invalid -> new Malformed(invalid.refusal().detail());
    };
  }

  /** The three ways to write a transfer, the first of them with its memo inside or behind. */
  final class Forms {
    static final String SOME_ID = "00000000-0000-7000-8000-000000000000";

    private static final String COMMAS =
        "(?<from>[^\\s,()]+)\\s*,\\s*(?<to>[^\\s,()]+)\\s*,\\s*(?<amount>[^\\s,()]+)";

    static final Pattern[] ALL = {
      Pattern.compile("\\(\\s*" + COMMAS + "\\s*\\)\\s*(?<memo>.*)"),
      Pattern.compile("\\(\\s*" + COMMAS + "\\s*,\\s*(?<memo>.*?)\\s*\\)"),
      Pattern.compile(COMMAS + "(?:\\s*,\\s*|\\s+|$)(?<memo>.*)"),
      Pattern.compile(
          "(?<from>[^\\s,()]+)\\s+(?<to>[^\\s,()]+)\\s+(?<amount>[^\\s,()]+)(?:\\s+(?<memo>.*))?"),
    };

    private Forms() {}

    static String quoted(String text) {
      var line = text.replaceAll("\\p{Cntrl}", "\uFFFD");
      return "\"" + (line.length() <= 60 ? line : line.substring(0, 60) + "…") + "\"";
    }
  }
}
