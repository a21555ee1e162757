package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * No answer is a guess: what is committed stays committed, at one place; what was answered as not
 * executed is on no chain, unless another request for it has no definite answer; and nothing is on
 * a chain that nobody asked for.
 *
 * <p>Source: rule M5 of docs/design.md.
 */
final class AnswerTruth implements Invariant {
  private final Genesis genesis;
  private final Map<Transfer, Hope> hopes = new HashMap<>();

  /**
   * @param disks those that the transfer was on when it was decided
   */
  private record Request(Member member, Set<Member> disks) {}

  private static final class Hope {
    /** The requests for it that are not answered, by their tickets. */
    final Map<Long, Request> open = new HashMap<>();

    /** Whether some request was left without an answer, or with "in doubt". */
    boolean mayHappenAnyTime;

    final Set<Member> onDisk = new HashSet<>();
    Location committed;

    boolean isPossible() {
      return mayHappenAnyTime || committed != null || !open.isEmpty() || !onDisk.isEmpty();
    }
  }

  AnswerTruth(Genesis genesis) {
    this.genesis = genesis;
  }

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    for (var transfer : transfers) {
      var hope = hopes.computeIfAbsent(transfer, t -> new Hope());
      // The answer for one of several is held back until the others have theirs: meanwhile another
      // request may bring it onto the chain.
      var known = transfers.size() == 1 ? hope.onDisk : Set.copyOf(hope.onDisk);
      hope.open.put(ticket, new Request(member, known));
    }
  }

  /** The requests that waited for this process get no answer. */
  @Override
  public void ended(Member member) {
    hopes
        .values()
        .forEach(
            hope ->
                hope.mayHappenAnyTime |=
                    hope.open.values().removeIf(request -> request.member == member));
  }

  @Override
  public void synced(Member member, Block block) {
    for (var transfer : block.transfers()) {
      var hope = hopes.get(transfer);
      if (hope == null || !hope.isPossible()) {
        throw new Violation(
            AnswerTruth.class,
            transfer.id()
                + " is on block "
                + block.height()
                + (hope == null
                    ? ", but nobody asked for it"
                    : ", but was answered as not executed"));
      }
      hope.onDisk.add(member);
    }
  }

  @Override
  public void replaced(Member member) {
    hopes.values().forEach(hope -> hope.onDisk.remove(member));
    member
        .disk
        .blocks()
        .forEach(block -> block.transfers().forEach(t -> hopes.get(t).onDisk.add(member)));
  }

  /** Who asked for what is on it, and what was answered, nobody has seen. */
  @Override
  public void restored(Member member) {
    for (var block : member.disk.blocks()) {
      for (var transfer : block.transfers()) {
        var hope = hopes.computeIfAbsent(transfer, _ -> new Hope());
        hope.mayHappenAnyTime = true;
        hope.onDisk.add(member);
      }
    }
    member
        .disk
        .executed()
        .values()
        .forEach(
            transfer -> hopes.computeIfAbsent(transfer, _ -> new Hope()).mayHappenAnyTime = true);
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    var hope = hopes.get(transfer);
    // A request that names a transfer twice is answered twice for it.
    var request = hope.open.remove(ticket);
    switch (outcome) {
      case Outcome.Committed(var location, var _, var _) -> {
        if (hope.committed != null && !hope.committed.equals(location)) {
          throw new Violation(
              AnswerTruth.class,
              transfer.id() + " is committed at " + hope.committed + " and at " + location);
        }
        hope.committed = location;
      }
      case Outcome.InDoubt _, Outcome.Executed _ -> hope.mayHappenAnyTime = true;
      case Outcome.Refused _, Outcome.Unavailable _, Outcome.Overloaded _ -> {
        if (request != null) {
          denied(member, transfer, request, outcome);
        }
      }
      case Outcome.NotFound _ ->
          throw new Violation(
              AnswerTruth.class, transfer.id() + " was submitted and answered as not found");
    }
  }

  /**
   * The member that decides about an account knows what it has decided, and never denies it. Only
   * when its disk was lost, and before it has its chain back, does it know no more than that this
   * request was not executed.
   */
  private void denied(Member member, Transfer transfer, Request request, Outcome outcome) {
    boolean decides =
        genesis.hasAccount(transfer.from()) && genesis.ownerOf(transfer.from()).equals(member.name);
    boolean isLie =
        outcome instanceof Outcome.Refused
            ? !request.disks.isEmpty()
            : request.disks.contains(member);
    if (decides && isLie) {
      throw new Violation(
          AnswerTruth.class,
          member.name + " answers " + outcome + " for " + transfer.id() + ", which is on a chain");
    }
  }
}
