package dev.lockstep.store;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Transfer;
import java.util.List;

/**
 * A block as it is shown, without most of its transfers: a block may hold thousands.
 *
 * @param first as many of its transfers as were asked for, from the first on
 */
public record BlockSummary(Header header, Hash hash, List<Transfer> first) {
  public long height() {
    return header.height();
  }
}
