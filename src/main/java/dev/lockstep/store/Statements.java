package dev.lockstep.store;

import dev.lockstep.chain.AccountNumbers;
import dev.lockstep.chain.BlockView;
import dev.lockstep.chain.Location;
import dev.lockstep.journal.BlockArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the transfers of an account in the blocks that its postings name. */
record Statements(BlockArchive archive, AccountNumbers numbers) {
  /**
   * @param account its number
   * @param heights of blocks that touch it, newest first
   * @param before only what precedes this place
   * @return the newest transfers, newest first
   */
  List<StoredTransfer> newest(
      int account, List<Long> heights, Optional<Location> before, int limit) {
    List<StoredTransfer> found = new ArrayList<>();
    for (long height : heights) {
      if (found.size() >= limit) {
        break;
      }
      int end =
          before
              .filter(at -> at.height() == height)
              .map(Location::position)
              .orElse(Integer.MAX_VALUE);
      var block = archive.views(height, 1).getFirst();
      found.addAll(lines(account, block, end, limit - found.size()));
    }
    return found;
  }

  /** The last lines of an account on a block before a position, the last one first. */
  private List<StoredTransfer> lines(int account, BlockView block, int end, int limit) {
    List<Line> lines = new ArrayList<>();
    var cursor = block.transfers();
    while (cursor.next() && cursor.position() < end) {
      if (cursor.from(numbers) == account || cursor.to(numbers) == account) {
        lines.add(new Line(cursor.position(), cursor.offset()));
      }
    }
    return lines.subList(Math.max(0, lines.size() - limit), lines.size()).reversed().stream()
        .map(
            line ->
                new StoredTransfer(
                    new Location(block.height(), line.position), block.transferAt(line.offset)))
        .toList();
  }

  /** Where a transfer is on its block, and in its bytes. */
  private record Line(int position, int offset) {}
}
