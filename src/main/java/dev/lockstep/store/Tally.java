package dev.lockstep.store;

import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Genesis;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * What follows from the blocks that were read: the balances, and a hash of all postings of each
 * account. So two tables are compared row by row without a second one in memory.
 */
final class Tally {
  private static final int BYTES = 5 * Long.BYTES;

  /** All postings of an account, in the order of the chain. */
  static final class Digest {
    private final MessageDigest sha = sha256();
    private final ByteBuffer row = ByteBuffer.allocate(BYTES);

    void add(Posting posting) {
      row.clear()
          .putLong(posting.height())
          .putLong(posting.transfers())
          .putLong(posting.received())
          .putLong(posting.sent())
          .putLong(posting.balance());
      sha.update(row.array());
    }

    /** Ends the digest. */
    byte[] bytes() {
      return sha.digest();
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  private final Postings postings;

  /** By number of the account; null where there is no posting. */
  private final Digest[] digests;

  Tally(Genesis genesis) {
    this.postings = Postings.from(genesis);
    this.digests = new Digest[genesis.accounts().size()];
  }

  void add(BlockView block) {
    for (var posting : postings.next(block)) {
      int account = posting.account();
      if (digests[account] == null) {
        digests[account] = new Digest();
      }
      digests[account].add(posting);
    }
  }

  long balance(int account) {
    return postings.balance(account);
  }

  /**
   * Whether an account has these postings and no others. To be asked once for each account.
   *
   * @param found ended by this
   */
  boolean has(int account, Digest found) {
    var wanted = digests[account] == null ? new Digest() : digests[account];
    return Arrays.equals(wanted.bytes(), found.bytes());
  }
}
