package dev.lockstep.lab;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether a condition holds at a moment.
 *
 * @param instead what is so instead, without a full stop; empty when it holds
 */
public record Truth(boolean holds, String instead) {
  private static final Truth YES = new Truth(true, "");

  private static Truth of(boolean holds, String instead) {
    return holds ? YES : new Truth(false, instead);
  }

  public static Truth of(Condition condition, Moment moment) {
    return switch (condition) {
      case Condition.Is(var name, var word) -> is(moment.member(name), word);
      case Condition.NobodyInside() -> nobodyInside(moment);
      case Condition.NoTwoInside() ->
          of(inside(moment).size() < 2, String.join(" and ", inside(moment)) + " are inside");
      case Condition.WaitsFor(var name, var whom) -> waitsFor(moment.member(name), whom);
      case Condition.Clock(var name, var time) -> {
        long actual = moment.member(name).status().map(Status::time).orElse(-1L);
        yield of(
            actual == time,
            actual < 0 ? name + " is down" : "the clock of " + name + " is " + actual);
      }
      case Condition.Height(var name, var height) -> {
        int actual = moment.member(name).chain().size();
        yield of(actual == height, "the height of " + name + " is " + actual);
      }
      case Condition.Balance(var account, var name, var amount) -> {
        long actual = Balances.of(moment.genesis(), moment.member(name).chain()).get(account);
        yield of(
            actual == amount,
            "the balance of "
                + account
                + " on the disk of "
                + name
                + " is "
                + Amount.format(actual));
      }
      case Condition.Queue(var name, var members) -> queue(moment.member(name), members);
      case Condition.Follows(var name, var leader) -> follows(moment.member(name), leader);
      case Condition.Answered(var number, var outcome) -> answered(moment, number, outcome);
      case Condition.Chains(var agree) -> chains(moment, agree);
      case Condition.InFlight(var message) ->
          of(moment.find(message).isPresent(), Flight.text(moment));
      case Condition.NothingInFlight() -> of(moment.flight().isEmpty(), Flight.text(moment));
      case Condition.Whole() -> of(moment.broken().isEmpty(), brokenText(moment));
      case Condition.Broken(var invariant) ->
          of(
              moment.broken().filter(b -> b.invariant().equals(invariant)).isPresent(),
              brokenText(moment));
    };
  }

  private static Truth is(MemberView member, Condition.Word word) {
    boolean holds =
        switch (word) {
          case INSIDE -> member.isInside();
          case OUTSIDE -> !member.isInside();
          case UP -> member.isUp();
          case DOWN -> !member.isUp();
          case FROZEN -> member.isFrozen();
          case JOINING -> member.is(MemberState.JOINING);
          case READY -> member.is(MemberState.READY);
          case WAITING -> member.is(MemberState.WAITING);
          case LOST -> member.is(MemberState.LOST);
          case SILENCED -> member.is(MemberState.FAIL_STOPPED);
          case LEADING ->
              member
                  .status()
                  .flatMap(Status::consensus)
                  .flatMap(Status.Consensus::leading)
                  .isPresent();
        };
    return of(holds, member.name() + " is " + member.state() + waitingText(member));
  }

  private static String waitingText(MemberView member) {
    var whom = waitingFor(member);
    return whom.isEmpty() ? "" : " and waits for " + String.join(" and ", whom);
  }

  private static Truth nobodyInside(Moment moment) {
    return of(inside(moment).isEmpty(), String.join(" and ", inside(moment)) + " inside");
  }

  private static List<String> inside(Moment moment) {
    return moment.members().stream().filter(MemberView::isInside).map(MemberView::name).toList();
  }

  private static List<String> waitingFor(MemberView member) {
    return Why.of(member).waitingFor();
  }

  private static Truth waitsFor(MemberView member, List<String> whom) {
    var actual = waitingFor(member);
    return of(
        actual.equals(whom),
        member.name()
            + " waits for "
            + (actual.isEmpty() ? "nobody" : String.join(" and ", actual)));
  }

  private static Truth queue(MemberView member, List<String> members) {
    var actual =
        member.status().map(Status::queue).orElse(List.of()).stream()
            .map(Timestamp::member)
            .toList();
    return of(
        actual.equals(members),
        "the queue of "
            + member.name()
            + " is "
            + (actual.isEmpty() ? "empty" : String.join(", ", actual)));
  }

  private static Truth follows(MemberView member, String leader) {
    var promised = member.status().flatMap(Status::consensus).map(Status.Consensus::promised);
    return of(
        promised.filter(ballot -> ballot.member().equals(leader)).isPresent(),
        member.name() + promised.map(b -> " has promised ballot " + b).orElse(" follows nobody"));
  }

  private static Truth answered(Moment moment, int number, String outcome) {
    if (number > moment.asked().size()) {
      return of(false, "there are only " + moment.asked().size() + " transfers so far");
    }
    var asked = moment.asked().get(number - 1);
    var detail = asked.detail();
    return of(
        asked.word().equals(outcome),
        "transfer " + number + " is " + asked.word() + (detail.isEmpty() ? "" : ": " + detail));
  }

  private static Truth chains(Moment moment, boolean agree) {
    boolean actual =
        moment.members().stream()
            .allMatch(a -> moment.members().stream().allMatch(b -> agree(a.chain(), b.chain())));
    return of(
        actual == agree,
        (actual ? "the chains agree" : "the chains differ")
            + moment.members().stream()
                .map(m -> "; " + m.name() + " has " + heads(m.chain()))
                .collect(Collectors.joining()));
  }

  private static boolean agree(List<Block> one, List<Block> other) {
    int common = Math.min(one.size(), other.size());
    return common == 0 || one.get(common - 1).hash().equals(other.get(common - 1).hash());
  }

  private static String heads(List<Block> chain) {
    return chain.isEmpty()
        ? "no block"
        : "block " + chain.size() + " " + chain.getLast().hash().abbreviated();
  }

  private static String brokenText(Moment moment) {
    return moment
        .broken()
        .map(b -> "the invariant \"" + b.invariant() + "\" is broken: " + b.detail())
        .orElse("no invariant is broken");
  }
}
