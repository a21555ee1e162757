package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Paxos mode: the transfers that a member has executed and that are on no block yet, in the order
 * of their execution, and what they take off the balances on the chain.
 */
public final class LocalLog {
  private final LinkedHashMap<UUID, Transfer> transfers = new LinkedHashMap<>();
  private final Map<String, Long> spent = new HashMap<>();

  public int size() {
    return transfers.size();
  }

  /** All of them, oldest first. */
  public List<Transfer> transfers() {
    return List.copyOf(transfers.values());
  }

  /** The oldest ones, at most {@code count}. */
  public List<Transfer> first(int count) {
    return transfers.values().stream().limit(count).toList();
  }

  public Optional<Transfer> find(UUID id) {
    return Optional.ofNullable(transfers.get(id));
  }

  /**
   * Minor units that an account has paid by transfers of this log; the chain does not show it yet.
   */
  public long spentFrom(String account) {
    return spent.getOrDefault(account, 0L);
  }

  public void add(List<Transfer> executed) {
    executed.forEach(this::add);
  }

  public void add(Transfer transfer) {
    transfers.put(transfer.id(), transfer);
    spent.merge(transfer.from(), transfer.amount(), Math::addExact);
  }

  /**
   * Removes what is on a block now. If the block has another transfer with an id of this log, then
   * the one of this log can never be on a block, and is removed too (design P10).
   *
   * @return what was removed
   */
  public List<Transfer> remove(Block block) {
    if (transfers.isEmpty()) {
      return List.of();
    }
    List<Transfer> removed = new ArrayList<>();
    for (var placed : block.transfers()) {
      take(placed.id()).ifPresent(removed::add);
    }
    return removed;
  }

  /** Takes one out, if it is there. */
  public Optional<Transfer> take(UUID id) {
    var own = transfers.remove(id);
    if (own != null) {
      spent.merge(own.from(), -own.amount(), Math::addExact);
    }
    return Optional.ofNullable(own);
  }

  public void clear() {
    transfers.clear();
    spent.clear();
  }
}
