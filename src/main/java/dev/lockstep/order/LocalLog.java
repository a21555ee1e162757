package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Paxos mode: the transfers that a member has executed and that are on no block yet, in the order
 * of their execution, and what they take off the balances on the chain. The newest ones may still
 * be on their way to the disk.
 */
public final class LocalLog {
  private final LinkedHashMap<UUID, Transfer> transfers = new LinkedHashMap<>();
  private final Map<String, Long> spent = new HashMap<>();

  /** Executed and not durable yet, oldest first. */
  private final Deque<Transfer> executing = new ArrayDeque<>();

  /** Those of {@link #executing} that a block has removed. */
  private final Set<UUID> overtaken = new HashSet<>();

  /** How many there are, durable or not. */
  public int size() {
    return transfers.size();
  }

  /** How many of them are durable: the oldest ones. */
  public int durable() {
    return transfers.size() - (executing.size() - overtaken.size());
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

  /** Adds transfers that are durable. */
  public void add(List<Transfer> executed) {
    executed.forEach(this::put);
  }

  /** Adds a transfer that is not durable yet. */
  public void execute(Transfer transfer) {
    put(transfer);
    executing.add(transfer);
  }

  private void put(Transfer transfer) {
    transfers.put(transfer.id(), transfer);
    spent.merge(transfer.from(), transfer.amount(), Math::addExact);
  }

  /**
   * The oldest ones that were not durable are durable now.
   *
   * @param count how many were executed
   * @return those that are still on the log: meanwhile a block may have removed some
   */
  public List<Transfer> synced(int count) {
    List<Transfer> synced = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      var transfer = executing.remove();
      if (!overtaken.remove(transfer.id())) {
        synced.add(transfer);
      }
    }
    return synced;
  }

  /**
   * Removes what is on a block now. If the block has another transfer with an id of this log, then
   * the one of this log can never be on a block, and is removed too (design P10).
   *
   * @return the durable ones of those that were removed
   */
  public List<Transfer> remove(Block block) {
    if (transfers.isEmpty()) {
      return List.of();
    }
    var notDurable = executing.stream().map(Transfer::id).collect(Collectors.toSet());
    List<Transfer> removed = new ArrayList<>();
    for (var placed : block.transfers()) {
      var own = transfers.remove(placed.id());
      if (own != null) {
        spent.merge(own.from(), -own.amount(), Math::addExact);
        if (notDurable.contains(own.id())) {
          overtaken.add(own.id());
        } else {
          removed.add(own);
        }
      }
    }
    return removed;
  }

  /** The disk begins anew. */
  public void clear() {
    transfers.clear();
    spent.clear();
    executing.clear();
    overtaken.clear();
  }
}
