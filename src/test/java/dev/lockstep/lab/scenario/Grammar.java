package dev.lockstep.lab.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The grammar of scenario files, read from {@code docs/lab.md}.
 *
 * @param rules by their names; a name without a rule is a terminal
 */
public record Grammar(Map<String, Part> rules) {
  private static final Path DOCS = Path.of("docs/lab.md");
  private static final Pattern COMMENT = Pattern.compile("\\(\\*.*?\\*\\)", Pattern.DOTALL);
  private static final Pattern SYMBOL =
      Pattern.compile("\\s*(\"[^\"]*\"|[A-Za-z]+|[=|,;{}()\\[\\]])\\s*");

  /** What stands on the right side of a rule. */
  public sealed interface Part {
    /** A word as it is written; of two words there are two. */
    record Words(List<String> words) implements Part {}

    record Name(String name) implements Part {}

    record All(List<Part> parts) implements Part {}

    record OneOf(List<Part> parts) implements Part {}

    record Maybe(Part part) implements Part {}

    record Many(Part part) implements Part {}
  }

  /** Reads the block that begins with the rule {@code file}. */
  public static Grammar ofDocs() throws IOException {
    var docs = Files.readString(DOCS);
    int begin = docs.indexOf("```\nfile ");
    assertTrue(begin >= 0, DOCS + " has a block that begins with the rule \"file\"");
    var block = docs.substring(begin + 4, docs.indexOf("```", begin + 4));
    return new Grammar(new Reader(symbols(COMMENT.matcher(block).replaceAll(" "))).rules());
  }

  private static List<String> symbols(String text) {
    List<String> symbols = new ArrayList<>();
    var match = SYMBOL.matcher(text);
    int at = 0;
    while (at < text.length()) {
      assertTrue(match.find(at) && match.start() == at, "no symbol of EBNF: " + text.substring(at));
      symbols.add(match.group(1));
      at = match.end();
    }
    return symbols;
  }

  /** EBNF of ISO 14977, as far as it is used. */
  private static final class Reader {
    private final List<String> symbols;
    private int at;

    Reader(List<String> symbols) {
      this.symbols = symbols;
    }

    Map<String, Part> rules() {
      Map<String, Part> rules = new TreeMap<>();
      while (at < symbols.size()) {
        var name = symbols.get(at++);
        require("=");
        if (!symbols.get(at).equals(";")) {
          rules.put(name, oneOf());
        }
        require(";");
      }
      return rules;
    }

    private Part oneOf() {
      List<Part> parts = new ArrayList<>(List.of(all()));
      while (skip("|")) {
        parts.add(all());
      }
      return parts.size() == 1 ? parts.getFirst() : new Part.OneOf(parts);
    }

    private Part all() {
      List<Part> parts = new ArrayList<>(List.of(one()));
      while (skip(",")) {
        parts.add(one());
      }
      return parts.size() == 1 ? parts.getFirst() : new Part.All(parts);
    }

    private Part one() {
      var symbol = symbols.get(at++);
      return switch (symbol) {
        case "(" -> closed(oneOf(), ")");
        case "[" -> new Part.Maybe(closed(oneOf(), "]"));
        case "{" -> new Part.Many(closed(oneOf(), "}"));
        default ->
            symbol.startsWith("\"")
                ? new Part.Words(List.of(symbol.substring(1, symbol.length() - 1).split(" ")))
                : new Part.Name(symbol);
      };
    }

    private Part closed(Part part, String end) {
      require(end);
      return part;
    }

    private boolean skip(String symbol) {
      boolean isNext = symbols.get(at).equals(symbol);
      at += isNext ? 1 : 0;
      return isNext;
    }

    private void require(String symbol) {
      assertTrue(skip(symbol), () -> "\"" + symbol + "\" before " + symbols.subList(at, at + 4));
    }
  }
}
