package dev.lockstep.store;

import static dev.lockstep.store.generated.Tables.BLOCK;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import java.util.List;
import org.jooq.DSLContext;

/** Reads H2's rows of blocks. Nothing in here is recomputed. */
record BlockReader(DSLContext sql) {
  /** A row of the block table. */
  record BlockRow(Header header, Hash hash) {
    long height() {
      return header.height();
    }

    /** Whether it names this head as its predecessor, and its columns give the hash beside them. */
    boolean follows(Hash head) {
      return header.previous().equals(head) && header.hash().equals(hash);
    }
  }

  /** The rows from a height on, ascending. */
  List<BlockRow> rows(long from, int limit) {
    return sql.selectFrom(BLOCK)
        .where(BLOCK.HEIGHT.ge(from))
        .orderBy(BLOCK.HEIGHT)
        .limit(limit)
        .fetch(
            r ->
                new BlockRow(
                    new Header(
                        r.get(BLOCK.HEIGHT),
                        r.get(BLOCK.PREVIOUS_HASH),
                        r.get(BLOCK.LAMPORT_TIME),
                        r.get(BLOCK.PROPOSER),
                        r.get(BLOCK.TRANSFER_COUNT),
                        r.get(BLOCK.ROOT)),
                    r.get(BLOCK.HASH)));
  }

  /** Whether there is a block that follows a head, and so a chain that goes on from there. */
  boolean goesOn(long height, Hash head) {
    return rows(height + 1, 1).stream()
        .anyMatch(row -> row.height() == height + 1 && row.follows(head));
  }
}
