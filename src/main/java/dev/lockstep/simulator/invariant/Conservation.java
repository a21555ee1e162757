package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.simulator.member.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * No balance is below zero after any transfer of any block; and since every transfer takes as much
 * as it gives, their sum stays that of genesis. Balances are added up here from what is on each
 * disk, by nothing but the transfers.
 *
 * <p>Source: rule M3 of docs/design.md.
 */
final class Conservation implements Invariant {
  private final Genesis genesis;
  private final Map<Member, Map<String, Long>> balances = new HashMap<>();

  Conservation(Genesis genesis, List<Member> members) {
    this.genesis = genesis;
    members.forEach(this::reset);
  }

  private void reset(Member member) {
    var beginning = new HashMap<String, Long>();
    genesis.accounts().forEach(account -> beginning.put(account.name(), account.balance()));
    balances.put(member, beginning);
  }

  @Override
  public void replaced(Member member) {
    reset(member);
    member.disk.blocks().forEach(block -> synced(member, block));
  }

  @Override
  public void synced(Member member, Block block) {
    var mine = balances.get(member);
    for (var transfer : block.transfers()) {
      long left = mine.merge(transfer.from(), -transfer.amount(), Long::sum);
      mine.merge(transfer.to(), transfer.amount(), Long::sum);
      if (left < 0 || transfer.amount() <= 0) {
        throw new Violation(
            Conservation.class,
            "block "
                + block.height()
                + " on the disk of "
                + member.name
                + " leaves account "
                + transfer.from()
                + " with "
                + left);
      }
    }
    if (mine.size() != genesis.accounts().size()) {
      throw new Violation(
          Conservation.class,
          "block " + block.height() + " moves money to or from an unknown account");
    }
  }
}
