package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Batching in Paxos mode. A block is wanted when a transfer waits for money, when the local log is
 * long, and when the oldest transfer on it is old. The block gets what the promising members have
 * executed, with equal shares if it cannot hold everything.
 */
final class PaxosBatch {
  private final PaxosMember member;
  private long loggedSince;

  /**
   * A member's local log, oldest first, as far as it is handed over for a block.
   *
   * @param isWhole whether this is all that the member has executed and has on no block
   */
  record LogPart(List<Transfer> transfers, boolean isWhole) {}

  /**
   * @param isComplete whether the block holds everything that was executed before it was asked for
   */
  record Batch(Block block, boolean isComplete) {}

  PaxosBatch(PaxosMember member) {
    this.member = member;
  }

  /** Called at the start and in each step: notes since when something is on the log. */
  void watchLog() {
    if (member.log.size() == 0) {
      loggedSince = member.now();
    }
  }

  void start() {
    loggedSince = member.now();
  }

  boolean isWanted(boolean isAnyWaiting) {
    int logged = member.log.size();
    long patience = member.limits().proposeAfter();
    boolean isOld = patience > 0 && logged > 0 && member.now() - loggedSince >= patience;
    return isAnyWaiting || logged >= member.limits().logTransfers() || isOld;
  }

  /**
   * The part of its log that this member hands over for a block. Its own limit cuts the log, so
   * only this member can say whether it is all (design P7).
   */
  LogPart ownLog() {
    var first = member.log.first(member.limits().blockTransfers());
    return new LogPart(first, first.size() == member.log.size());
  }

  /**
   * A block of what was promised: each member's transfers in the order of its log, members by their
   * names.
   *
   * @param promised the logs that came with the promises of others
   */
  Batch gather(Map<String, LogPart> promised) {
    Map<String, LogPart> logs = new TreeMap<>(promised);
    logs.put(member.self(), ownLog());
    int room = member.limits().blockTransfers();
    var shares = Shares.of(sizes(logs), room);
    List<Transfer> transfers = new ArrayList<>();
    logs.forEach((name, log) -> transfers.addAll(log.transfers.subList(0, shares.get(name))));
    boolean isComplete =
        logs.values().stream().allMatch(LogPart::isWhole)
            && logs.values().stream().mapToInt(log -> log.transfers.size()).sum() <= room;
    return new Batch(
        member.ledger().propose(transfers, member.time(), member.self()).block(), isComplete);
  }

  private static Map<String, Integer> sizes(Map<String, LogPart> logs) {
    Map<String, Integer> sizes = new TreeMap<>();
    logs.forEach((name, log) -> sizes.put(name, log.transfers.size()));
    return sizes;
  }
}
