package dev.lockstep.lab.scenario;

import dev.lockstep.chain.Amount;
import dev.lockstep.lab.Condition;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Link;
import dev.lockstep.lab.MessageFilter;
import dev.lockstep.lab.MessageName;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Setup;
import dev.lockstep.lab.scenario.Token.Kind;
import dev.lockstep.simulator.world.Unsynced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Reads one line that is an entry of a life. */
public final class LineReader {
  /** The first words of lines, but for the names of members. */
  public static final List<String> VERBS =
      List.of(
          "deliver",
          "drop",
          "double",
          "cut",
          "heal",
          "partition",
          "crash",
          "restart",
          "rejoin",
          "lose",
          "hold",
          "sync",
          "free",
          "freeze",
          "thaw",
          "tick",
          "run",
          "simulated",
          "recorded",
          "expect",
          "say",
          "ask");

  /** The kinds of messages of all protocols of the lab. */
  public static final List<String> TYPES =
      List.of(
          "hello",
          "welcome",
          "request",
          "ack",
          "release",
          "durable",
          "append",
          "heartbeat",
          "fetch",
          "blocks",
          "join",
          "admit",
          "prepare",
          "promise",
          "accept",
          "accepted",
          "rejected",
          "commit",
          "decide",
          "vote",
          "abort");

  private static final int TICKS_MAX = 10_000;

  /** A second, if nothing else is said. */
  private static final int RUN_TICKS = 20;

  private final List<String> members;
  private final List<String> accounts;

  public LineReader(Setup setup) {
    members = setup.memberNames();
    accounts = setup.accounts();
  }

  public List<String> members() {
    return members;
  }

  /**
   * The entries of a line: of the next actions of a seed or of a record, each is one.
   *
   * @throws MistakeException when it has none
   */
  public List<Entry> entries(String line) {
    return entries(new TokenReader(Tokens.of(line)));
  }

  List<Entry> entries(TokenReader words) {
    if (words.skip("simulated")) {
      return many(words, new Move.Simulated(), "simulated 43");
    }
    return words.skip("recorded")
        ? many(words, new Move.Recorded(), "recorded 120")
        : List.of(entry(words));
  }

  private static List<Entry> many(TokenReader words, Move move, String remedy) {
    int count = words.isAtEnd() ? 1 : words.number(1, "number of actions");
    words.requireEnd(remedy);
    return Collections.nCopies(count, move);
  }

  /**
   * A line that is an expectation, without its first word.
   *
   * @throws MistakeException when it is none
   */
  public Condition condition(String line) {
    var words = new TokenReader(Tokens.of(line));
    var condition = new ConditionReader(this, words).condition();
    words.requireEnd("one expectation on a line");
    return condition;
  }

  private Entry entry(TokenReader words) {
    var first = words.next();
    if (first.kind() == Kind.WORD && members.contains(first.text())) {
      return ended(words, transfer(first.text(), words), "A transfers 4 to B");
    }
    return switch (first.kind() == Kind.WORD ? first.text().toLowerCase() : "") {
      case "deliver" -> ended(words, deliver(words), "deliver request A→B");
      case "drop" -> ended(words, drop(words), "drop ack C→A");
      case "double" -> ended(words, new Move.Duplicate(message(words)), "double ack C→A");
      case "cut" -> ended(words, new Move.Cut(links(words)), "cut A→B, or cut A↔B for both ways");
      case "heal" -> ended(words, heal(words), "heal A→B, or heal all");
      case "partition" -> ended(words, partition(words), "partition A, B | C");
      case "crash" -> ended(words, crash(words), "crash B after its 2nd effect, unsynced kept");
      case "restart" -> ended(words, new Move.Restart(member(words), false), "restart B");
      case "rejoin" -> ended(words, new Move.Restart(member(words), true), "rejoin B");
      case "lose" -> ended(words, new Move.LoseDisk(disk(words)), "lose disk B");
      case "hold" -> ended(words, new Move.HoldDisk(disk(words)), "hold disk B");
      case "sync" -> ended(words, new Move.SyncDisk(disk(words)), "sync disk B");
      case "free" -> ended(words, new Move.FreeDisk(disk(words)), "free disk B");
      case "freeze" -> ended(words, new Move.Freeze(member(words)), "freeze B");
      case "thaw" -> ended(words, new Move.Thaw(member(words)), "thaw B");
      case "tick" -> ended(words, tick(words), "tick, tick 5 or tick B 5");
      case "run" -> ended(words, run(words), "run 30, or run 30 until A inside");
      case "expect" ->
          ended(
              words,
              new Entry.Expect(new ConditionReader(this, words).condition()),
              "one expectation on a line");
      case "say" ->
          ended(words, new Entry.Say(words.quoted("a sentence", "say \"…\"")), "say \"…\"");
      case "ask" -> ended(words, ask(words), "ask \"…\" answer \"…\" because \"…\"");
      default ->
          throw words.unknown(
              first,
              "action and no member",
              Stream.concat(VERBS.stream(), members.stream()).toList());
    };
  }

  private static Entry ended(TokenReader words, Entry entry, String remedy) {
    words.requireEnd(remedy);
    return entry;
  }

  // --- moves ------------------------------------------------------------------------------------

  private Move transfer(String payer, TokenReader words) {
    words.require("transfers", payer + " transfers 4 to B");
    long amount = amount(words);
    words.require("to", payer + " transfers 4 to B");
    var to = account(words);
    var from = words.skip("from") ? account(words) : payer;
    var at = words.skip("at") ? member(words) : payer;
    return new Move.Transfer(at, from, to, amount);
  }

  long amount(TokenReader words) {
    var token = words.peek();
    var amount = token.kind() == Kind.WORD ? Amount.parse(token.text()) : OptionalLong.empty();
    if (amount.isEmpty()) {
      throw words.wrong(
          "an amount is expected here", "digits, and a point before cents, as in 4.50");
    }
    words.next();
    return amount.getAsLong();
  }

  private Move deliver(TokenReader words) {
    if (words.skip("all")) {
      var which = filter(words);
      return new Move.DeliverAll(which, until(words));
    }
    return words.is("until")
        ? new Move.DeliverAll(MessageFilter.ALL, until(words))
        : new Move.Deliver(message(words));
  }

  private Optional<Condition> until(TokenReader words) {
    return words.skip("until")
        ? Optional.of(new ConditionReader(this, words).condition())
        : Optional.empty();
  }

  private Move drop(TokenReader words) {
    return words.skip("all") ? new Move.DropAll(filter(words)) : new Move.Drop(message(words));
  }

  private Move heal(TokenReader words) {
    return words.skip("all") ? new Move.HealAll() : new Move.Heal(links(words));
  }

  private Move partition(TokenReader words) {
    List<List<String>> sides = new ArrayList<>();
    do {
      List<String> side = new ArrayList<>();
      do {
        side.add(member(words));
      } while (words.skip(Kind.COMMA) || words.isOneOf(members));
      sides.add(side);
    } while (words.skip(Kind.BAR));
    if (sides.size() < 2) {
      throw words.wrong("a second side is expected here", "partition A, B | C");
    }
    return new Move.Partition(sides);
  }

  private Move crash(TokenReader words) {
    var name = member(words);
    Optional<Integer> effects = Optional.empty();
    if (words.skip("after")) {
      words.require("its", "crash " + name + " after its 2nd effect");
      effects =
          Optional.of(
              words
                  .ordinal()
                  .orElseThrow(
                      () ->
                          words.wrong(
                              "a place is expected here",
                              "crash " + name + " after its 2nd effect")));
      words.require("effect", "crash " + name + " after its 2nd effect");
    }
    var unsynced = unsynced(words);
    return effects
        .<Move>map(number -> new Move.CrashAfter(name, number, unsynced))
        .orElseGet(() -> new Move.Crash(name, unsynced));
  }

  private static Unsynced unsynced(TokenReader words) {
    boolean isSaid = words.skip(Kind.COMMA);
    if (!isSaid && !words.is("unsynced")) {
      return Unsynced.LOST;
    }
    words.require("unsynced", "crash B, unsynced torn");
    var known = Stream.of(Unsynced.values()).map(each -> each.name().toLowerCase()).toList();
    var token = words.next();
    return Stream.of(Unsynced.values())
        .filter(each -> each.name().equalsIgnoreCase(token.text()))
        .findFirst()
        .orElseThrow(() -> words.unknown(token, "fate of what is not synced", known));
  }

  private Move tick(TokenReader words) {
    var name = words.isOneOf(members) ? Optional.of(words.next().text()) : Optional.<String>empty();
    var token = words.peek();
    int times = words.isAtEnd() ? 1 : words.number(1, "number of ticks");
    return new Move.Tick(name, few(times, token));
  }

  private Move run(TokenReader words) {
    var token = words.peek();
    boolean isBounded = !words.isAtEnd() && !words.is("until");
    int times = isBounded ? words.number(1, "number of ticks") : RUN_TICKS;
    return new Move.Run(few(times, token), until(words));
  }

  private static int few(int times, Token token) {
    if (times > TICKS_MAX) {
      throw new MistakeException(
          0, token.column(), times + " ticks are too many; write " + TICKS_MAX + " at most.");
    }
    return times;
  }

  private Entry ask(TokenReader words) {
    var remedy = "ask \"Who enters first?\" answer \"A\" because \"…\"";
    var question = words.quoted("a question", remedy);
    words.require("answer", remedy);
    List<String> answers = new ArrayList<>();
    do {
      answers.add(words.quoted("an answer", remedy));
    } while (words.skip("or"));
    var because = words.skip("because") ? words.quoted("a sentence", remedy) : "";
    return new Entry.Ask(question, answers, because);
  }

  // --- messages and links -----------------------------------------------------------------------

  MessageName message(TokenReader words) {
    int nth = words.ordinal().orElse(1);
    return new MessageName(nth, type(words), link(words));
  }

  private MessageFilter filter(TokenReader words) {
    Optional<String> type =
        words.isOneOf(TYPES) ? Optional.of(words.next().text()) : Optional.empty();
    if (words.skip("from")) {
      return new MessageFilter(type, Optional.of(member(words)), Optional.empty());
    }
    if (words.skip("to")) {
      return new MessageFilter(type, Optional.empty(), Optional.of(member(words)));
    }
    if (words.isAtEnd() || words.is("until")) {
      return new MessageFilter(type, Optional.empty(), Optional.empty());
    }
    if (!words.isOneOf(members)) {
      throw words.unknown(
          words.peek(),
          "kind of message and no member",
          Stream.concat(TYPES.stream(), members.stream()).toList());
    }
    var link = link(words);
    return new MessageFilter(type, Optional.of(link.from()), Optional.of(link.to()));
  }

  private static String type(TokenReader words) {
    var token = words.next();
    if (token.kind() != Kind.WORD || !TYPES.contains(token.text())) {
      throw words.unknown(token, "kind of message", TYPES);
    }
    return token.text();
  }

  private Link link(TokenReader words) {
    var from = member(words);
    if (!words.skip(Kind.ARROW)) {
      throw words.wrong("an arrow is expected here", from + "→B, or " + from + "->B");
    }
    return distinct(words, from, member(words));
  }

  private static Link distinct(TokenReader words, String from, String to) {
    if (from.equals(to)) {
      throw words.wrong(from + " has no link to itself", "the names of two members");
    }
    return new Link(from, to);
  }

  private List<Link> links(TokenReader words) {
    var from = member(words);
    boolean isBoth = words.skip(Kind.BOTH);
    if (!isBoth && !words.skip(Kind.ARROW)) {
      throw words.wrong("an arrow is expected here", from + "→B, or " + from + "↔B for both ways");
    }
    var link = distinct(words, from, member(words));
    return isBoth ? List.of(link, new Link(link.to(), link.from())) : List.of(link);
  }

  // --- names ------------------------------------------------------------------------------------

  String member(TokenReader words) {
    var token = words.next();
    if (token.kind() != Kind.WORD || !members.contains(token.text())) {
      throw words.unknown(token, "member", members);
    }
    return token.text();
  }

  List<String> members(TokenReader words) {
    List<String> names = new ArrayList<>();
    do {
      names.add(member(words));
    } while (words.skip(Kind.COMMA) || words.skip("and"));
    return names;
  }

  String account(TokenReader words) {
    var token = words.next();
    if (token.kind() != Kind.WORD || !accounts.contains(token.text())) {
      throw words.unknown(token, "account", accounts);
    }
    return token.text();
  }

  private String disk(TokenReader words) {
    words.require("disk", "hold disk B");
    return member(words);
  }
}
