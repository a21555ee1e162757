package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Condition;
import dev.lockstep.lab.Law;
import dev.lockstep.lab.scenario.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what is expected. */
final class ConditionReader {
  private static final String EXAMPLE = "expect A inside, or see docs/lab.md for all expectations";

  private static final List<String> OUTCOMES =
      List.of(
          "waiting", "committed", "executed", "refused", "unavailable", "overloaded", "in doubt");

  private final LineReader lines;
  private final TokenReader words;

  ConditionReader(LineReader lines, TokenReader words) {
    this.lines = lines;
    this.words = words;
  }

  Condition condition() {
    if (words.isOneOf(lines.members())) {
      return ofMember(lines.member(words));
    }
    if (words.skip("nobody")) {
      words.require("inside", "expect nobody inside");
      return new Condition.NobodyInside();
    }
    if (words.skip("no")) {
      words.require("two", "expect no two inside");
      words.require("inside", "expect no two inside");
      return new Condition.NoTwoInside();
    }
    if (words.skip("nothing")) {
      return nothing();
    }
    if (words.skip("clock")) {
      var name = memberOf("clock");
      return new Condition.Clock(name, words.number(0, "Lamport time"));
    }
    if (words.skip("height")) {
      var name = memberOf("height");
      return new Condition.Height(name, words.number(0, "height"));
    }
    if (words.skip("balance")) {
      return balance();
    }
    if (words.skip("queue")) {
      var name = memberOf("queue");
      return new Condition.Queue(name, words.skip("empty") ? List.of() : lines.members(words));
    }
    if (words.skip("transfer")) {
      return transfer();
    }
    if (words.skip("chains")) {
      return chains();
    }
    if (words.skip("broken")) {
      return broken();
    }
    var message = message();
    return message.orElseThrow(() -> words.wrong("this is no expectation", EXAMPLE));
  }

  private Condition ofMember(String name) {
    if (words.skip("waits")) {
      words.require("for", "expect " + name + " waits for B and C");
      return new Condition.WaitsFor(name, words.skip("nobody") ? List.of() : lines.members(words));
    }
    if (words.skip("follows")) {
      return new Condition.Follows(name, lines.member(words));
    }
    words.skip("is");
    var token = words.next();
    var known = Stream.of(Condition.Word.values()).map(Condition.Word::text).toList();
    return Stream.of(Condition.Word.values())
        .filter(word -> word.text().equalsIgnoreCase(token.text()))
        .findFirst()
        .<Condition>map(word -> new Condition.Is(name, word))
        .orElseThrow(
            () ->
                words.unknown(
                    token,
                    "state of a member",
                    Stream.concat(known.stream(), Stream.of("waits for", "follows")).toList()));
  }

  private Condition nothing() {
    if (words.skip("broken")) {
      return new Condition.Whole();
    }
    requireInFlight("expect nothing in flight, or expect nothing broken");
    return new Condition.NothingInFlight();
  }

  private void requireInFlight(String remedy) {
    words.require("in", remedy);
    words.require("flight", remedy);
  }

  private String memberOf(String what) {
    words.require("of", "expect " + what + " of A is …");
    var name = lines.member(words);
    words.require("is", "expect " + what + " of " + name + " is …");
    return name;
  }

  private Condition balance() {
    var remedy = "expect balance of A is 6, or expect balance of A at B is 6";
    words.require("of", remedy);
    var account = lines.account(words);
    var name = words.skip("at") ? lines.member(words) : account.substring(0, 1);
    words.require("is", remedy);
    return new Condition.Balance(account, name, lines.amount(words));
  }

  private Condition transfer() {
    int number = words.number(1, "number of a transfer");
    words.require("is", "expect transfer " + number + " is committed");
    var first = words.next();
    var outcome =
        first.text().equalsIgnoreCase("in") && words.skip("doubt") ? "in doubt" : first.text();
    if (!OUTCOMES.contains(outcome.toLowerCase())) {
      throw words.unknown(first, "outcome", OUTCOMES);
    }
    return new Condition.Answered(number, outcome.toLowerCase());
  }

  private Condition chains() {
    boolean agree = words.skip("agree");
    if (!agree) {
      words.require("differ", "expect chains agree, or expect chains differ");
    }
    return new Condition.Chains(agree);
  }

  private Condition broken() {
    var known = Law.all().stream().map(Law::invariant).toList();
    List<String> name = new ArrayList<>();
    var first = words.peek();
    if (first.kind() == Kind.QUOTED) {
      name.add(words.next().text());
    } else {
      while (words.peek().kind() == Kind.WORD) {
        name.add(words.next().text());
      }
    }
    var invariant = String.join(" ", name).toLowerCase();
    if (!known.contains(invariant)) {
      throw words.unknown(new Token(Kind.WORD, invariant, first.column()), "invariant", known);
    }
    return new Condition.Broken(invariant);
  }

  private Optional<Condition> message() {
    if (words.isAtEnd()) {
      return Optional.empty();
    }
    var message = lines.message(words);
    requireInFlight("expect " + message + " in flight");
    return Optional.of(new Condition.InFlight(message));
  }
}
