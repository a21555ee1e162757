package dev.lockstep.chain;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The state to which a chain leads: its head, every balance, and the location of every transfer.
 * Deterministic: the same blocks give the same state at every member. The blocks themselves are
 * kept elsewhere.
 *
 * <p>Not safe for use by two threads at once, except for {@link #hashes}.
 */
public final class Ledger {
  /** No correct clock reaches this time. A block at it would leave no times for later blocks. */
  private static final long TIME_MAX = 1L << 62;

  private final Genesis genesis;
  private final TransferRules rules;
  private final long[] balances;
  private final TransferIndex index = new TransferIndex();
  private final HashList hashes = new HashList();
  private long headTime;

  /** The hash of the last block that was found to fit on its previous block; null before one. */
  private Hash fitting;

  public Ledger(Genesis genesis) {
    this.genesis = genesis;
    this.rules = new TransferRules(genesis);
    this.balances = genesis.accounts().stream().mapToLong(Genesis.Account::balance).toArray();
    hashes.add(genesis.hash());
  }

  public Genesis genesis() {
    return genesis;
  }

  public TransferRules rules() {
    return rules;
  }

  /** The height of the head; 0 is genesis. */
  public long height() {
    return hashes.size() - 1;
  }

  public Hash head() {
    return hashes.get(height());
  }

  /** The Lamport time of the head, 0 for genesis. */
  public long headTime() {
    return headTime;
  }

  /** The hash of the block at a height that is not above the head. */
  public Hash hashAt(long height) {
    return hashes.get(height);
  }

  /**
   * The hashes of all blocks by height, genesis first. Not to be changed. Any thread may read it
   * while the ledger grows.
   */
  public HashList hashes() {
    return hashes;
  }

  /** Minor units, of an account that exists. */
  public long balanceOf(String account) {
    return balances[genesis.indexOf(account)];
  }

  /** Minor units, in the order of the accounts of genesis. */
  public long[] balances() {
    return balances.clone();
  }

  /** The location of a transfer, if it is on the chain. */
  public Optional<Location> find(UUID id) {
    int slot = index.find(id);
    return slot < 0 ? Optional.empty() : Optional.of(index.location(slot));
  }

  /**
   * To be called before these are looked up one after the other: in a large ledger each would wait
   * for memory. Nothing depends on it but time.
   */
  public void load(List<Transfer> transfers) {
    index.load(transfers);
  }

  /** What the chain already says about a transfer: it exists, or its id belongs to another one. */
  public Optional<Decision> known(Transfer transfer) {
    int slot = index.find(transfer.id());
    if (slot < 0) {
      return Optional.empty();
    }
    var location = index.location(slot);
    if (index.fingerprint(slot) == MerkleTree.leaf(transfer.encode()).first()) {
      return Optional.of(new Decision.Exists(location));
    }
    return Optional.of(
        new Decision.Refused(
            new Refusal(
                Refusal.Code.EXISTS_WITH_DIFFERENT_CONTENT,
                "The id "
                    + transfer.id()
                    + " belongs to another transfer, at height "
                    + location.height()
                    + "; choose a new id.")));
  }

  /**
   * Appends a block that another member built, or that was read back.
   *
   * @throws ChainException when it does not fit; the ledger is then as it was
   */
  public void append(Block block) {
    check(block);
    advance(block.hash(), block.time());
  }

  /** Executes the transfers of a block; all of them, or none when it does not fit. */
  private void check(Block block) {
    if (block.height() != height() + 1) {
      throw new ChainException(
          block.height(), "it has height " + block.height() + " but follows block " + height());
    }
    if (!block.previous().equals(head())) {
      throw new ChainException(
          block.height(),
          "its previous hash is "
              + block.previous()
              + " but block "
              + height()
              + " has hash "
              + head());
    }
    if (!genesis.members().contains(block.proposer())) {
      throw new ChainException(
          block.height(), "its proposer \"" + block.proposer() + "\" is no member");
    }
    if (block.time() < headTime || block.time() >= TIME_MAX) {
      throw new ChainException(
          block.height(),
          "its Lamport time is " + block.time() + " but block " + height() + " has " + headTime);
    }
    index.reserve(block.transfers().size());
    index.load(block.transfers());
    // Its hash binds its transfers, and its previous hash the balances and ids that they met.
    boolean isKnownToFit = block.hash().equals(fitting);
    for (int i = 0; i < block.transfers().size(); i++) {
      var problem = isKnownToFit ? Optional.<String>empty() : problem(block, i);
      if (problem.isPresent()) {
        undo(block.transfers().subList(0, i));
        throw new ChainException(block.height(), "transfer " + i + ": " + problem.get());
      }
      execute(block.transfers().get(i), block.fingerprint(i), block.height(), i);
    }
  }

  /**
   * Checks that a block fits on the head; the ledger stays as it is.
   *
   * @throws ChainException when it does not fit
   */
  public void requireFits(Block block) {
    check(block);
    undo(block.transfers());
    fitting = block.hash();
  }

  /**
   * The block that would follow the head with the beginning of each of these lists, up to the first
   * transfer that does not fit; the ledger stays as it is.
   */
  public Block.Unsigned propose(List<List<Transfer>> parts, long time, String proposer) {
    index.reserve(parts.stream().mapToInt(List::size).sum());
    var draft = draft();
    for (var part : parts) {
      for (var transfer : part) {
        if (!(draft.offer(transfer, genesis.ownerOf(transfer.from()))
            instanceof Decision.Accepted)) {
          break;
        }
      }
    }
    var block = draft.unsigned(time, proposer);
    undo(block.body().transfers());
    // Whether the proposer owns what its block pays, where it has to, was not looked at.
    fitting = genesis.protocol().proposerOwnsAll() ? null : block.header().hash();
    return block;
  }

  private Optional<String> problem(Block block, int position) {
    var transfer = block.transfers().get(position);
    var refusal =
        genesis.protocol().proposerOwnsAll()
            ? rules.refusal(transfer, block.proposer())
            : rules.content(transfer);
    if (refusal.isPresent()) {
      return refusal.map(Refusal::detail);
    }
    var before = find(transfer.id());
    if (before.isPresent()) {
      return Optional.of(
          "its id "
              + transfer.id()
              + " stands already at height "
              + before.get().height()
              + ", position "
              + before.get().position());
    }
    long balance = balanceOf(transfer.from());
    return balance < transfer.amount()
        ? Optional.of(shortOfFunds(transfer, balance))
        : Optional.empty();
  }

  /** Begins the block that would follow the head. Nothing else may change the ledger meanwhile. */
  public Draft draft() {
    return new Draft();
  }

  /** A block being built: each offered transfer is executed at once, or not at all. */
  public final class Draft {
    private final BlockBody.Builder accepted = new BlockBody.Builder(64);

    private Draft() {}

    public int size() {
      return accepted.size();
    }

    /** Decides a transfer against the balances after all transfers before it. */
    public Decision offer(Transfer transfer, String member) {
      var refusal = rules.refusal(transfer, member);
      if (refusal.isPresent()) {
        return new Decision.Refused(refusal.get());
      }
      var known = known(transfer);
      if (known.isPresent()) {
        return known.get();
      }
      long balance = balanceOf(transfer.from());
      if (balance < transfer.amount()) {
        return new Decision.Refused(
            new Refusal(Refusal.Code.INSUFFICIENT_FUNDS, shortOfFunds(transfer, balance)));
      }
      var location = new Location(height() + 1, accepted.size());
      long fingerprint = accepted.add(transfer);
      execute(transfer, fingerprint, location.height(), location.position());
      return new Decision.Accepted(location);
    }

    /** Makes what was accepted the new head of the ledger. */
    public Block.Unsigned seal(long time, String proposer) {
      var block = unsigned(time, proposer);
      advance(block.header().hash(), time);
      return block;
    }

    private Block.Unsigned unsigned(long time, String proposer) {
      var body = accepted.build();
      return new Block.Unsigned(Header.over(body, height() + 1, head(), time, proposer), body);
    }
  }

  private void execute(Transfer transfer, long fingerprint, long height, int position) {
    index.add(transfer.id(), fingerprint, height, position);
    balances[genesis.indexOf(transfer.from())] -= transfer.amount();
    balances[genesis.indexOf(transfer.to())] += transfer.amount();
  }

  private void undo(List<Transfer> executed) {
    for (var transfer : executed.reversed()) {
      balances[genesis.indexOf(transfer.from())] += transfer.amount();
      balances[genesis.indexOf(transfer.to())] -= transfer.amount();
      index.removeLast(transfer.id());
    }
  }

  private void advance(Hash head, long time) {
    hashes.add(head);
    headTime = time;
  }

  private static String shortOfFunds(Transfer transfer, long balance) {
    return "Account "
        + transfer.from()
        + " has "
        + Amount.format(balance)
        + ", which is less than "
        + Amount.format(transfer.amount())
        + "; send less or wait for money to come in.";
  }
}
