package dev.lockstep.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.ChainException;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Transfer;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Audits one node without trust in it: executes every block again from genesis, compares every
 * balance, and checks that the members have signed the root of these blocks.
 *
 * <p>Not safe for use by two threads at once.
 */
public final class NodeAudit {
  private static final int PAGE = 1_000;

  private final NodeReader node;
  private final Trust trust;
  private final Ledger ledger;
  private final HashTree tree;
  private Optional<Trust.Finding.Signed> signed = Optional.empty();

  /** What a node shows is contradictory, so none of it can be relied on. */
  public static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    public BrokenException(String sentence) {
      super(sentence);
    }
  }

  public NodeAudit(NodeReader node, Genesis genesis, Trust trust) {
    this.node = node;
    this.trust = trust;
    this.ledger = new Ledger(genesis);
    this.tree = HashTree.overBlocks(ledger::hashAt);
  }

  public String address() {
    return node.address().toString();
  }

  /** The height up to which everything was checked. */
  public long height() {
    return ledger.height();
  }

  public Hash hashAt(long height) {
    return ledger.hashAt(height);
  }

  /** The newest checkpoint that was seen, and who has signed it. */
  public Optional<Trust.Finding.Signed> signed() {
    return signed;
  }

  /**
   * The height that the node says it has.
   *
   * @throws IOException when it does not answer
   */
  public long claimedHeight() throws IOException, InterruptedException {
    try {
      return ReceiptFile.number(node.json("/api/status"), "height", Long.MAX_VALUE);
    } catch (MalformedException e) {
      throw new IOException("its status cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads and checks the blocks since the last call, up to the node's head, then its balances and
   * its checkpoint.
   *
   * @param reached is given the height after every page
   * @throws IOException when the node does not answer
   * @throws BrokenException at the first thing that does not fit
   */
  public void follow(LongConsumer reached)
      throws IOException, InterruptedException, BrokenException {
    try {
      long before = -1;
      while (ledger.height() > before) {
        before = ledger.height();
        readPage(PAGE);
        reached.accept(ledger.height());
      }
      checkBalances();
      checkCheckpoint();
    } catch (MalformedException e) {
      throw broken("it answered what cannot be read: " + e.getMessage());
    }
  }

  /** Reads at most that many blocks more; none when the node has no more. */
  private void readPage(int most) throws IOException, InterruptedException, BrokenException {
    var page = node.json("/api/blocks?from=" + (ledger.height() + 1) + "&limit=" + most);
    int left = most;
    for (var json : page.path("blocks")) {
      if (left-- == 0) {
        return;
      }
      append(json);
    }
  }

  private void append(JsonNode json) throws BrokenException {
    long height = ReceiptFile.number(json, "height", Long.MAX_VALUE);
    var claimed = ReceiptFile.hash(ReceiptFile.text(json, "hash"));
    List<Transfer> transfers = new ArrayList<>();
    for (var transfer : json.path("transfers")) {
      transfers.add(ReceiptFile.transfer(transfer));
    }
    if (transfers.size() > Block.TRANSFERS_MAX) {
      throw broken("block " + height + " has " + transfers.size() + " transfers");
    }
    var block =
        Block.of(
            height,
            ReceiptFile.hash(ReceiptFile.text(json, "previous_hash")),
            ReceiptFile.number(json, "time", Long.MAX_VALUE),
            ReceiptFile.name(json, "proposer"),
            transfers);
    if (!block.hash().equals(claimed)) {
      throw broken(
          "block "
              + height
              + " has the hash "
              + block.hash()
              + " by its content, and the node says "
              + claimed);
    }
    try {
      ledger.append(block);
    } catch (ChainException e) {
      throw broken(e.getMessage());
    }
  }

  /** The node's own table of balances, which may be of later blocks than were read until now. */
  private void checkBalances() throws IOException, InterruptedException, BrokenException {
    var accounts = node.json("/api/accounts").path("accounts");
    long height =
        accounts.isEmpty()
            ? ledger.height()
            : ReceiptFile.number(accounts.get(0), "height", Long.MAX_VALUE);
    if (height < ledger.height()) {
      throw broken(
          "its balances are of height " + height + ", and it has given block " + ledger.height());
    }
    readTo(height);
    if (height > ledger.height()) {
      throw broken(
          "its balances are of height "
              + height
              + ", and it gives no block above "
              + ledger.height());
    }
    compare(accounts);
  }

  /** Up to exactly this height; to a lower one when the node gives no more blocks. */
  private void readTo(long height) throws IOException, InterruptedException, BrokenException {
    long before = -1;
    while (ledger.height() < height && ledger.height() > before) {
      before = ledger.height();
      readPage((int) Math.min(PAGE, height - before));
    }
  }

  private void compare(JsonNode accounts) throws BrokenException {
    if (accounts.size() != ledger.genesis().accounts().size()) {
      throw broken("it shows " + accounts.size() + " accounts");
    }
    for (var json : accounts) {
      var name = ReceiptFile.name(json, "name");
      var shown = ReceiptFile.text(json, "on_chain");
      if (!ledger.genesis().hasAccount(name)
          || !Amount.format(ledger.balanceOf(name)).equals(shown)) {
        throw broken(
            "it says that account "
                + name
                + " has "
                + Excerpt.of(shown)
                + " at height "
                + ledger.height()
                + ", and its blocks say otherwise");
      }
    }
  }

  private void checkCheckpoint() throws IOException, InterruptedException, BrokenException {
    var answer = node.get("/api/checkpoint");
    if (answer.status() == 503 && signed.isEmpty()) {
      // No majority has signed a checkpoint yet, which the caller reports.
      return;
    }
    if (!answer.isOk()) {
      throw new IOException(Excerpt.of(answer.detail()));
    }
    var note = SignedNote.parse(new String(answer.body(), StandardCharsets.UTF_8));
    switch (trust.check(note)) {
      case Trust.Finding.Refused(var problem) -> throw broken("its checkpoint: " + problem);
      case Trust.Finding.Signed found -> compare(found);
    }
  }

  private void compare(Trust.Finding.Signed found)
      throws IOException, InterruptedException, BrokenException {
    var checkpoint = found.checkpoint();
    readTo(checkpoint.height());
    if (checkpoint.height() > ledger.height()) {
      throw broken(
          "its checkpoint covers block "
              + checkpoint.height()
              + ", and it gives no block above "
              + ledger.height());
    }
    tree.growTo(ledger.height() + 1);
    if (!tree.root(checkpoint.size()).equals(checkpoint.root())) {
      throw broken(
          "it shows other blocks up to "
              + checkpoint.height()
              + " than "
              + String.join(", ", found.signatories())
              + " have signed");
    }
    long known = signed.map(s -> s.checkpoint().size()).orElse(0L);
    if (checkpoint.size() < known) {
      throw broken(
          "its newest checkpoint covers block "
              + checkpoint.height()
              + ", and an earlier one covered block "
              + (known - 1));
    }
    signed = Optional.of(found);
  }

  /**
   * Checks that two nodes have the same chain, up to the height that was read of both.
   *
   * @throws BrokenException when the ledger has forked between them
   */
  public void compareWith(NodeAudit other) throws BrokenException {
    long common = Math.min(height(), other.height());
    if (hashAt(common).equals(other.hashAt(common))) {
      return;
    }
    long height = common;
    while (!hashAt(height - 1).equals(other.hashAt(height - 1))) {
      height--;
    }
    throw new BrokenException(
        "The ledger has forked: block "
            + height
            + " is "
            + hashAt(height)
            + " at "
            + address()
            + " and "
            + other.hashAt(height)
            + " at "
            + other.address()
            + ".");
  }

  private BrokenException broken(String problem) {
    return new BrokenException(address() + ": " + problem + ".");
  }
}
