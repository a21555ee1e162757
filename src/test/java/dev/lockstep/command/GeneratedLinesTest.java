package dev.lockstep.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Lines from a seed: what is printed is read back, and what is accepted was written. */
@DisplayName("The grammar, by generated lines")
class GeneratedLinesTest {
  private static final int LINES = 4_000;
  private static final String[] NAMES = {
    "A", "B", "1", "2", "for", "-o", "_x", "a-b", "balance", "-4"
  };
  private static final String[] AMOUNTS = {"0", "4", "4.5", "1000.00", "12.34", "007"};
  private static final String MEMO = "abc XYZ 019 ,;()#\"\\-'.äß日🍕";
  private static final String NOISE = " ,;()#\"\\.0159AB-_'+eo\t\u0000\u200B\u00A0٤４$";
  private static final String[] JUNK = {
    " lunch",
    " 000.00",
    ",000.00",
    ",50",
    " for x",
    " -o json",
    "(B, A, 9)",
    " transfer A B 9",
    "\"x\""
  };

  private final Random random = new Random(20260101);

  private record Written(Optional<String> from, String to, String amount, String memo) {
    static Written of(Payment p) {
      return new Written(p.from(), p.to(), p.amount(), p.memo());
    }
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private Written written() {
    int[] characters = MEMO.codePoints().toArray();
    var memo = new StringBuilder();
    if (random.nextBoolean()) {
      for (int i = random.nextInt(12); i > 0; i--) {
        memo.appendCodePoint(characters[random.nextInt(characters.length)]);
      }
    }
    return new Written(Optional.of(pick(NAMES)), pick(NAMES), pick(AMOUNTS), memo.toString());
  }

  private String space() {
    return pick(new String[] {"", " ", "  ", "\t"});
  }

  private String triplet(Written w) {
    var memo =
        w.memo.isEmpty() && random.nextBoolean()
            ? ""
            : "," + space() + '"' + w.memo.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    return "("
        + space()
        + w.from.orElseThrow()
        + space()
        + ","
        + space()
        + w.to
        + space()
        + ","
        + space()
        + w.amount
        + space()
        + memo
        + space()
        + ")";
  }

  private String line(List<Written> transfers) {
    return transfers.stream()
        .map(this::triplet)
        .collect(Collectors.joining(space() + pick(new String[] {"", ",", ";"}) + space()));
  }

  private List<Written> some() {
    List<Written> transfers = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      transfers.add(written());
    }
    return transfers;
  }

  private static Optional<List<Written>> paid(String line) {
    return Reading.of(line) instanceof Reading.Understood(Command.Transfers(var payments), var _)
        ? Optional.of(payments.stream().map(Written::of).toList())
        : Optional.empty();
  }

  @Test
  void what_is_printed_is_read_back() {
    for (int i = 0; i < LINES; i++) {
      var transfers = some();
      var line = line(transfers);
      assertEquals(Optional.of(transfers), paid(line), line);
      assertEquals(Optional.of(transfers), paid(line + " -o json # (A, B, 4)"), line);
    }
  }

  /** Every change of a few characters is refused, or pays what another reader finds in it too. */
  @Test
  void what_is_accepted_pays_what_a_second_reader_reads() {
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 5 * LINES; i++) {
      var option = pick(new String[] {"", "", " -o json", " -o table"});
      var line = mutated((random.nextInt(3) == 0 ? command() : line(some())) + option);
      var paid = paid(line);
      if (paid.isPresent()) {
        accepted++;
        assertEquals(Optional.of(paid.get()), SecondReader.read(line), line);
      } else {
        refused++;
      }
    }
    assertTrue(
        accepted > 1_000 && refused > 5_000, accepted + " accepted, " + refused + " refused");
  }

  private String command() {
    var w = written();
    var memo = w.memo.replaceAll("[\"#;()]", "").strip();
    return "transfer "
        + (random.nextBoolean() ? pick(NAMES) + " " : "")
        + w.to
        + " "
        + w.amount
        + (memo.isEmpty() ? "" : " for " + memo);
  }

  private String mutated(String line) {
    var changed = new StringBuilder(line);
    int[] noise = NOISE.codePoints().toArray();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(changed.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> changed.insert(at, pick(JUNK));
        case 1 -> changed.append(pick(JUNK));
        case 2, 3 -> changed.insert(at, Character.toString(noise[random.nextInt(noise.length)]));
        default -> changed.delete(at, Math.min(at + 1, changed.length()));
      }
    }
    return changed.toString();
  }

  /** The same language once more, by patterns that cover the whole line. It knows no columns. */
  private static final class SecondReader {
    private static final String S = "[ \\t]*";
    private static final String NAME = "([A-Za-z0-9_-]{1,32})";
    private static final String AMOUNT = "([0-9]+(?:\\.[0-9]{1,2})?)";
    private static final String QUOTED = "\"((?:[^\"\\\\\\p{Cntrl}\\p{Cf}]|\\\\[\"\\\\])*)\"";
    private static final String ELEMENTS =
        NAME + S + "," + S + NAME + S + "," + S + AMOUNT + S + "(?:," + S + QUOTED + S + ")?";
    private static final Pattern TRIPLET = Pattern.compile("\\(" + S + ELEMENTS + "\\)");
    private static final Pattern LINE =
        Pattern.compile(
            S
                + TRIPLET.pattern()
                + "(?:"
                + S
                + "[,;]?"
                + S
                + TRIPLET.pattern()
                + ")*"
                + "(?:"
                + S
                + "-o[ \\t]+(?:table|json))?"
                + S
                + "(?:#.*)?");
    private static final Pattern COMMAS =
        Pattern.compile(S + ELEMENTS + "(?:" + S + "-o[ \\t]+(?:table|json))?" + S + "(?:#.*)?");
    private static final Pattern WORDS =
        Pattern.compile(
            S
                + NAME
                + "[ \\t]+"
                + NAME
                + "[ \\t]+"
                + AMOUNT
                + "(?:"
                + S
                + QUOTED
                + ")?"
                + "(?:[ \\t]*-o[ \\t]+(?:table|json))?"
                + "(?:[ \\t]+#.*|"
                + S
                + ")?");
    private static final Pattern COMMAND =
        Pattern.compile(
            S
                + "transfer[ \\t]+(?:"
                + NAME
                + "[ \\t]+)?"
                + NAME
                + "[ \\t]+"
                + AMOUNT
                + "(?:[ \\t]+for(?:"
                + S
                + QUOTED
                + "(?:"
                + S
                + "-o[ \\t]+(?:table|json))?"
                + S
                + "(?:#.*)?|"
                + "[ \\t]+([^\"#;()]*?)(?:[ \\t]+-o[ \\t]+(?:table|json))?"
                + "(?:[ \\t]+#(?:[ \\t].*)?|"
                + S
                + "))|"
                + "(?:[ \\t]+-o[ \\t]+(?:table|json))?(?:[ \\t]+#.*|"
                + S
                + "))");

    static Optional<List<Written>> read(String line) {
      if (line.codePoints().anyMatch(c -> c == 0 || c == 0x200B)) {
        return Optional.empty();
      }
      if (LINE.matcher(line).matches()) {
        return Optional.of(
            TRIPLET
                .matcher(withoutComment(line))
                .results()
                .map(r -> written(r.group(1), r.group(2), r.group(3), unescaped(r.group(4))))
                .toList());
      }
      var command = COMMAND.matcher(line);
      if (command.matches()) {
        var quoted = unescaped(command.group(4));
        return Optional.of(
            List.of(
                new Written(
                    Optional.ofNullable(command.group(1)),
                    command.group(2),
                    command.group(3),
                    command.group(5) == null ? quoted : command.group(5))));
      }
      for (var form : List.of(COMMAS, WORDS)) {
        var one = form.matcher(line);
        if (one.matches()) {
          return Optional.of(
              List.of(written(one.group(1), one.group(2), one.group(3), unescaped(one.group(4)))));
        }
      }
      return Optional.empty();
    }

    /** Up to the first # that is in no quotes. */
    private static String withoutComment(String line) {
      boolean isQuoted = false;
      for (int i = 0; i < line.length(); i++) {
        if (line.charAt(i) == '\\' && isQuoted) {
          i++;
        } else if (line.charAt(i) == '"') {
          isQuoted = !isQuoted;
        } else if (line.charAt(i) == '#' && !isQuoted) {
          return line.substring(0, i);
        }
      }
      return line;
    }

    private static Written written(String from, String to, String amount, String memo) {
      return new Written(Optional.of(from), to, amount, memo);
    }

    private static String unescaped(String quoted) {
      return quoted == null ? "" : quoted.replaceAll("\\\\([\"\\\\])", "$1");
    }
  }
}
