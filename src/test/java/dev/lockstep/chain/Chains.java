package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;

/** Valid chains out of a seed. The same seed gives the same chain. */
public final class Chains {
  private static final String[] MEMOS = {"", "", "rent", "für Käse", "a b\nc", "🧀".repeat(140)};

  private Chains() {}

  /** Members A, B and C with two accounts each, A1 to C2, of 1,000.00. */
  public static Genesis genesis() {
    var members = List.of("A", "B", "C");
    var accounts =
        members.stream()
            .flatMap(m -> IntStream.of(1, 2).mapToObj(n -> new Genesis.Account(m + n, m, 100_000)))
            .toList();
    return new Genesis("test", Protocol.LAMPORT, members, accounts);
  }

  /**
   * A chain of so many blocks, each with one transfer up to the limit.
   *
   * @return blocks 1, 2, 3, … on {@link #genesis()}
   */
  public static List<Block> random(long seed, int blocks, int transfersMax) {
    var random = new Random(seed);
    var ledger = new Ledger(genesis());
    List<Block> chain = new ArrayList<>();
    long time = 0;
    while (chain.size() < blocks) {
      var proposer = ledger.genesis().members().get(random.nextInt(3));
      var draft = ledger.draft();
      int wanted = 1 + random.nextInt(transfersMax);
      while (draft.size() < wanted) {
        draft.offer(transfer(random, ledger, proposer), proposer);
      }
      time += 1 + random.nextInt(5);
      chain.add(draft.seal(time, proposer).block());
    }
    return chain;
  }

  /**
   * A long chain of the smallest blocks: on each one transfer of 0.01, by one member after another,
   * from its first account to the next member's.
   */
  public static List<Block> singles(Genesis genesis, int blocks) {
    var ledger = new Ledger(genesis);
    var members = genesis.members();
    List<Block> chain = new ArrayList<>(blocks);
    for (int height = 1; height <= blocks; height++) {
      var proposer = members.get(height % members.size());
      var next = members.get((height + 1) % members.size());
      var draft = ledger.draft();
      draft.offer(
          new Transfer(
              new UUID(7, height), firstOf(genesis, proposer), firstOf(genesis, next), 1, ""),
          proposer);
      chain.add(draft.seal(height, proposer).block());
    }
    return chain;
  }

  private static String firstOf(Genesis genesis, String member) {
    return genesis.accounts().stream()
        .filter(account -> account.owner().equals(member))
        .findFirst()
        .orElseThrow()
        .name();
  }

  /** The ledger after these blocks. */
  public static Ledger ledger(List<Block> blocks) {
    var ledger = new Ledger(genesis());
    blocks.forEach(ledger::append);
    return ledger;
  }

  private static Transfer transfer(Random random, Ledger ledger, String member) {
    var accounts = ledger.genesis().accounts();
    var from = member + (1 + random.nextInt(2));
    var to = accounts.get(random.nextInt(accounts.size())).name();
    long amount = 1 + random.nextInt(500);
    var id = new UUID(random.nextLong(), random.nextLong());
    return new Transfer(id, from, to, amount, MEMOS[random.nextInt(MEMOS.length)]);
  }
}
