package dev.lockstep.config;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A whole cluster as its configuration file describes it ({@code docs/operation.md}).
 *
 * <p>Only ledger, protocol, the members' names and the accounts go into genesis; everything else
 * may differ from node to node.
 *
 * @param members in the order of the file
 * @param accounts in the order of the file
 * @param blockMaxTransfers the most transfers on a block that a member builds
 * @param proposeAfter Paxos mode: the age of the oldest executed transfer at which a block is
 *     proposed; zero: only when funds are short
 * @param transferTimeout after which a waiting transfer is answered unavailable or in doubt
 * @param mutexKeep Lamport mode: whether a member stays in the critical section until another one
 *     asks for it
 * @param messageDelay how long every protocol message is held back
 * @param proxies the addresses whose {@code X-Forwarded-…} headers are believed
 * @param isTraced whether events are kept on the disk, and not in memory alone
 * @param isLab whether the supervisor of a lab may cut, hold and kill
 * @param isRecorded whether the inputs of a member are kept, so that its run can be run again
 */
public record ClusterConfig(
    String ledger,
    Protocol protocol,
    List<Member> members,
    List<Genesis.Account> accounts,
    int blockMaxTransfers,
    Duration proposeAfter,
    Duration transferTimeout,
    boolean mutexKeep,
    Duration messageDelay,
    List<String> proxies,
    boolean isTraced,
    boolean isLab,
    boolean isRecorded) {
  public static final int DEFAULT_BLOCK_MAX_TRANSFERS = Block.TRANSFERS_MAX;
  public static final Duration DEFAULT_PROPOSE_AFTER = Duration.ZERO;
  public static final Duration DEFAULT_TRANSFER_TIMEOUT = Duration.ofSeconds(10);
  public static final boolean DEFAULT_MUTEX_KEEP = true;
  public static final Duration DEFAULT_MESSAGE_DELAY = Duration.ZERO;

  public ClusterConfig {
    members = List.copyOf(members);
    accounts = List.copyOf(accounts);
    proxies = List.copyOf(proxies);
  }

  /** A cluster with the defaults for all that does not go into genesis. */
  public static ClusterConfig of(
      String ledger, Protocol protocol, List<Member> members, List<Genesis.Account> accounts) {
    return new ClusterConfig(
        ledger,
        protocol,
        members,
        accounts,
        DEFAULT_BLOCK_MAX_TRANSFERS,
        DEFAULT_PROPOSE_AFTER,
        DEFAULT_TRANSFER_TIMEOUT,
        DEFAULT_MUTEX_KEEP,
        DEFAULT_MESSAGE_DELAY,
        List.of(),
        true,
        false,
        false);
  }

  public Genesis genesis() {
    return new Genesis(ledger, protocol, memberNames(), accounts);
  }

  public Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name().equals(name)).findFirst();
  }

  /** In the order of the file. */
  public List<String> memberNames() {
    return members.stream().map(Member::name).toList();
  }
}
