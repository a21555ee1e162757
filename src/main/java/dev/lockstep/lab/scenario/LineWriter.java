package dev.lockstep.lab.scenario;

import dev.lockstep.chain.Amount;
import dev.lockstep.lab.Condition;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Link;
import dev.lockstep.lab.Move;
import dev.lockstep.lab.Ordinal;
import dev.lockstep.simulator.world.Unsynced;
import java.util.List;
import java.util.stream.Collectors;

/** Writes an entry as {@link LineReader} reads it. */
public final class LineWriter {
  private LineWriter() {}

  public static String text(Entry entry) {
    return switch (entry) {
      case Move move -> text(move);
      case Entry.Expect(var condition) -> "expect " + text(condition);
      case Entry.Say(var sentence) -> "say " + quoted(sentence);
      case Entry.Ask(var question, var answers, var because) ->
          "ask "
              + quoted(question)
              + " answer "
              + answers.stream().map(LineWriter::quoted).collect(Collectors.joining(" or "))
              + (because.isEmpty() ? "" : " because " + quoted(because));
    };
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String text(Move move) {
    return switch (move) {
      case Move.Transfer(var member, var from, var to, var amount) ->
          transfer(member, from, to, amount);
      case Move.Deliver(var message) -> "deliver " + message;
      case Move.Drop(var message) -> "drop " + message;
      case Move.Duplicate(var message) -> "double " + message;
      case Move.DeliverAll(var which, var until) ->
          "deliver all" + which + until.map(it -> " until " + text(it)).orElse("");
      case Move.DropAll(var which) -> "drop all" + which;
      case Move.Cut(var links) -> "cut " + text(links);
      case Move.Partition(var sides) ->
          "partition "
              + sides.stream()
                  .map(side -> String.join(", ", side))
                  .collect(Collectors.joining(" | "));
      case Move.Heal(var links) -> "heal " + text(links);
      case Move.HealAll() -> "heal all";
      case Move.Crash(var name, var unsynced) -> "crash " + name + text(unsynced);
      case Move.CrashAfter(var name, var effects, var unsynced) ->
          "crash " + name + " after its " + Ordinal.of(effects) + " effect" + text(unsynced);
      case Move.Restart(var name, var rejoin) -> (rejoin ? "rejoin " : "restart ") + name;
      case Move.LoseDisk(var name) -> "lose disk " + name;
      case Move.HoldDisk(var name) -> "hold disk " + name;
      case Move.SyncDisk(var name) -> "sync disk " + name;
      case Move.FreeDisk(var name) -> "free disk " + name;
      case Move.Freeze(var name) -> "freeze " + name;
      case Move.Thaw(var name) -> "thaw " + name;
      case Move.Run(var times, var until) ->
          "run " + times + until.map(it -> " until " + text(it)).orElse("");
      case Move.Simulated() -> "simulated";
      case Move.Recorded() -> "recorded";
      case Move.Tick(var name, var times) ->
          "tick" + name.map(it -> " " + it).orElse("") + (times == 1 ? "" : " " + times);
    };
  }

  private static String transfer(String member, String from, String to, long amount) {
    // The account that has the name of its member needs no mention.
    var owner = from.substring(0, 1);
    return owner
        + " transfers "
        + Amount.format(amount).replaceFirst("\\.00$", "")
        + " to "
        + to
        + (owner.equals(from) ? "" : " from " + from)
        + (owner.equals(member) ? "" : " at " + member);
  }

  private static String text(Unsynced unsynced) {
    return unsynced == Unsynced.LOST ? "" : ", unsynced " + unsynced.name().toLowerCase();
  }

  private static String text(List<Link> links) {
    var first = links.getFirst();
    return links.size() == 1 ? first.toString() : first.from() + "↔" + first.to();
  }

  public static String text(Condition condition) {
    return switch (condition) {
      case Condition.Is(var name, var word) -> name + " " + word.text();
      case Condition.NobodyInside() -> "nobody inside";
      case Condition.NoTwoInside() -> "no two inside";
      case Condition.WaitsFor(var name, var whom) ->
          name + " waits for " + (whom.isEmpty() ? "nobody" : String.join(" and ", whom));
      case Condition.Clock(var name, var time) -> "clock of " + name + " is " + time;
      case Condition.Height(var name, var height) -> "height of " + name + " is " + height;
      case Condition.Balance(var account, var name, var amount) ->
          "balance of "
              + account
              + (account.startsWith(name) ? "" : " at " + name)
              + " is "
              + Amount.format(amount).replaceFirst("\\.00$", "");
      case Condition.Queue(var name, var members) ->
          "queue of " + name + " is " + (members.isEmpty() ? "empty" : String.join(", ", members));
      case Condition.Follows(var name, var leader) -> name + " follows " + leader;
      case Condition.Answered(var number, var outcome) -> "transfer " + number + " is " + outcome;
      case Condition.Chains(var agree) -> agree ? "chains agree" : "chains differ";
      case Condition.InFlight(var message) -> message + " in flight";
      case Condition.NothingInFlight() -> "nothing in flight";
      case Condition.Whole() -> "nothing broken";
      case Condition.Broken(var invariant) -> "broken " + invariant;
    };
  }
}
