package dev.lockstep.store;

import dev.lockstep.chain.Amount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares H2's postings with those that follow from the blocks of a journal. */
final class PostingCheck {
  private static final int ROWS = 10_000;

  private final Store store;
  private final Journalled journal;
  private final Accounts accounts;
  private final long height;
  private final Tally tally;

  /**
   * @param height the last block whose postings are looked at
   * @param tally of all blocks up to it
   */
  PostingCheck(Store store, Journalled journal, long height, Tally tally) {
    this.store = store;
    this.journal = journal;
    this.accounts = new Accounts(journal.genesis());
    this.height = height;
    this.tally = tally;
  }

  /**
   * @return the first thing that does not fit, if any
   */
  Optional<StoreProblem> run() {
    for (int account = 0; account < accounts.count(); account++) {
      var problem = account(account);
      if (problem.isPresent()) {
        return problem;
      }
    }
    int strays = store.readPostings(reader -> reader.ofNobody(accounts.count()));
    return strays == 0
        ? Optional.empty()
        : problem(height, strays + " rows are of accounts that are not there");
  }

  private Optional<StoreProblem> account(int account) {
    var digest = new Tally.Digest();
    for (var rows = rows(account, 0); !rows.isEmpty(); rows = rows(account, after(rows))) {
      rows.forEach(digest::add);
    }
    if (!tally.has(account, digest)) {
      return Optional.of(firstDifference(account));
    }
    int above = store.readPostings(reader -> reader.aboveHead(account));
    return above == 0
        ? Optional.empty()
        : problem(height + 1, above + " rows of " + named(account) + " stand above the head");
  }

  private List<Posting> rows(int account, long from) {
    return store.readPostings(reader -> reader.ascending(account, from, height, ROWS));
  }

  private static long after(List<Posting> rows) {
    return rows.getLast().height() + 1;
  }

  /** Reads both once more, which costs as much again, to say exactly what differs. */
  private StoreProblem firstDifference(int account) {
    var postings = Postings.from(journal.genesis());
    List<Posting> rows = new ArrayList<>(rows(account, 0));
    for (long at = 0; at <= height; at++) {
      var wanted = at == 0 ? Optional.<Posting>empty() : wanted(postings, at, account);
      Optional<Posting> found = Optional.empty();
      if (!rows.isEmpty() && rows.getFirst().height() == at) {
        found = Optional.of(rows.removeFirst());
        if (rows.isEmpty()) {
          rows.addAll(rows(account, at + 1));
        }
      }
      if (!found.equals(wanted)) {
        return new StoreProblem(at, "posting", difference(account, found, wanted));
      }
    }
    return new StoreProblem(
        height, "posting", "the rows of " + named(account) + " have changed meanwhile");
  }

  private Optional<Posting> wanted(Postings postings, long at, int account) {
    return postings.next(journal.block(at)).stream()
        .filter(posting -> posting.account() == account)
        .findFirst();
  }

  private String difference(int account, Optional<Posting> found, Optional<Posting> wanted) {
    return named(account)
        + found.map(PostingCheck::text).orElse(" has no row")
        + wanted
            .map(posting -> "; the journal gives" + text(posting))
            .orElse("; the journal gives none");
  }

  private static String text(Posting posting) {
    return " "
        + posting.transfers()
        + " transfers, received "
        + Amount.format(posting.received())
        + ", sent "
        + Amount.format(posting.sent())
        + ", balance "
        + Amount.format(posting.balance());
  }

  private String named(int account) {
    return "account " + accounts.name(account);
  }

  private static Optional<StoreProblem> problem(long height, String difference) {
    return Optional.of(new StoreProblem(height, "posting", difference));
  }
}
