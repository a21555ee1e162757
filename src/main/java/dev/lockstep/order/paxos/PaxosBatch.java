package dev.lockstep.order.paxos;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.SignedLog;
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
  record LogPart(SignedLog log, boolean isWhole) {
    List<Transfer> transfers() {
      return log.transfers();
    }
  }

  /**
   * @param isComplete whether the block holds everything that was executed before it was asked for
   */
  record Batch(Block block, boolean isComplete) {}

  PaxosBatch(PaxosMember member) {
    this.member = member;
  }

  /** Called at the start and in each step: notes since when something is on the log. */
  void watchLog() {
    if (member.log.durable() == 0) {
      loggedSince = member.now();
    }
  }

  void start() {
    loggedSince = member.now();
  }

  boolean isWanted(boolean isAnyWaiting) {
    int logged = member.log.durable();
    long patience = member.limits().proposeAfter();
    boolean isOld = patience > 0 && logged > 0 && member.now() - loggedSince >= patience;
    return isAnyWaiting || logged >= member.limits().logTransfers() || isOld;
  }

  /**
   * The part of its log that this member hands over for a block, not signed yet. This member cuts
   * the log at what it expects of its share, so only it can say whether it is all (design P7). What
   * is on its way to the disk is part of it: it is there before the promise is.
   */
  LogPart ownLog() {
    var first = member.log.first(expectedShare());
    boolean isWhole = first.size() == member.log.size();
    return new LogPart(SignedLog.unsigned(first), isWhole);
  }

  /**
   * How many of this member's transfers a block has room for, by what the others have last said of
   * their logs. More of them would be sent, hashed and checked for nothing. One at least: where all
   * have old news, each might leave the room to the others.
   */
  private int expectedShare() {
    Map<String, Integer> logged = new TreeMap<>();
    member.others().stream()
        .filter(member::votes)
        .flatMap(peer -> member.stateOf(peer).stream())
        .forEach(state -> logged.put(state.from(), state.logged()));
    logged.put(member.self(), member.log.size());
    return Math.max(1, Shares.of(logged, member.limits().blockTransfers()).get(member.self()));
  }

  /**
   * A block of what was promised: each member's transfers in the order of its log, members by their
   * names. A part ends before a transfer that cannot be on the block, because the id of another one
   * is there (design P10): it stays the beginning of a log that its owner has signed.
   *
   * @param logs that came with the promises, this member's own among them
   */
  Batch gather(Map<String, LogPart> logs) {
    var shares = Shares.of(sizes(logs), member.limits().blockTransfers());
    List<List<Transfer>> parts = new ArrayList<>();
    logs.forEach((name, log) -> parts.add(log.transfers().subList(0, shares.get(name))));
    var block = member.ledger().propose(parts, member.time(), member.self()).block();
    boolean isComplete =
        logs.values().stream().allMatch(LogPart::isWhole)
            && logs.values().stream().mapToInt(log -> log.transfers().size()).sum()
                == block.transfers().size();
    return new Batch(block, isComplete);
  }

  private static Map<String, Integer> sizes(Map<String, LogPart> logs) {
    Map<String, Integer> sizes = new TreeMap<>();
    logs.forEach((name, log) -> sizes.put(name, log.transfers().size()));
    return sizes;
  }
}
