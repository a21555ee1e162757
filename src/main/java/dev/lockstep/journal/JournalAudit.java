package dev.lockstep.journal;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Ledger;
import dev.lockstep.chain.Transfer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks a journal as {@link Recovery} would, and changes nothing on the disk. */
public final class JournalAudit {
  private static final String REMEDY =
      "put it back as it was, or start the node with --rejoin to copy the chain from the others.";

  private JournalAudit() {}

  /** The result of an audit. */
  public sealed interface Result {}

  /**
   * Every checksum, hash, root and balance fits.
   *
   * @param log the transfers that were executed and are on no block; the balances suffice for them
   *     in this order
   * @param transfers on all blocks together
   * @param tornEnd one sentence about what the next start will cut from the end, empty when nothing
   */
  public record Sound(
      Ledger ledger, List<Transfer> log, BlockArchive archive, long transfers, String tornEnd)
      implements Result {}

  /**
   * @param height of the first block that does not fit, or that cannot be read
   * @param sentence where it is and what differs
   */
  public record Broken(long height, String sentence) implements Result {}

  /**
   * Checks a journal that no process is writing.
   *
   * @param progress in bytes
   * @throws DataException when the files cannot be read at all
   */
  public static Result offline(Path journal, Genesis configured, Progress progress) {
    if (!Files.isDirectory(journal)) {
      return new Broken(
          0,
          Files.exists(journal)
              ? journal + " is a file, not a directory; move it away, and then " + REMEDY
              : "There is no journal at " + journal + "; " + REMEDY);
    }
    var replay = new Replay(journal, configured);
    var result =
        guarded(replay, () -> JournalReader.read(journal, replay, progress).tornEnd().orElse(""));
    // A first start that was killed at once leaves an empty journal as well. It has nothing to
    // lose, and a directory in which nothing was found must not be called sound.
    return result instanceof Sound && replay.isEmpty()
        ? new Broken(0, "The journal in " + journal + " holds nothing, not even genesis; " + REMEDY)
        : result;
  }

  /**
   * Checks a journal up to a position, while a writer may append after it.
   *
   * @param until as given by {@link Journal#durableEnd}
   * @param progress in bytes
   * @throws DataException when the files cannot be read at all
   */
  public static Result online(Path journal, long until, Genesis configured, Progress progress) {
    var replay = new Replay(journal, configured);
    return guarded(
        replay,
        () -> {
          JournalReader.read(journal, until, replay, progress);
          return "";
        });
  }

  /**
   * Checks a journal up to what was synced last, as its marks say. A process may be writing it.
   *
   * @param progress in bytes
   * @throws DataException when the files cannot be read at all
   */
  public static Result confirmed(Path journal, Genesis configured, Progress progress) {
    var until =
        Files.isDirectory(journal) ? JournalReader.confirmedEnd(journal) : OptionalLong.empty();
    return until.isPresent()
        ? online(journal, until.getAsLong(), configured, progress)
        : new Broken(0, "The journal in " + journal + " holds nothing, not even genesis.");
  }

  /** Every transfer of the log must be valid for the next block, in the order of the log. */
  private static Optional<String> misfit(Ledger ledger, List<Transfer> log) {
    Map<String, Long> spent = new HashMap<>();
    for (var transfer : log) {
      var owner =
          ledger.genesis().hasAccount(transfer.from())
              ? ledger.genesis().ownerOf(transfer.from())
              : "";
      var refusal = ledger.rules().refusal(transfer, owner);
      if (refusal.isPresent()) {
        return Optional.of("transfer " + transfer.id() + ": " + refusal.get().detail());
      }
      var place = ledger.find(transfer.id());
      if (place.isPresent()) {
        return Optional.of(
            "transfer "
                + transfer.id()
                + " stands already at height "
                + place.get().height()
                + ".");
      }
      long left = ledger.balanceOf(transfer.from()) - spent.getOrDefault(transfer.from(), 0L);
      if (left < transfer.amount()) {
        return Optional.of(
            "transfer "
                + transfer.id()
                + " takes "
                + Amount.format(transfer.amount())
                + " from account "
                + transfer.from()
                + ", which has "
                + Amount.format(left)
                + " left.");
      }
      spent.merge(transfer.from(), transfer.amount(), Math::addExact);
    }
    return Optional.empty();
  }

  private interface Reading {
    String tornEnd();
  }

  private static Result guarded(Replay replay, Reading reading) {
    try {
      var tornEnd = reading.tornEnd();
      var ledger = replay.memory().ledger();
      var log = replay.memory().paxos().log().transfers();
      return misfit(ledger, log)
          .<Result>map(
              problem ->
                  new Broken(
                      ledger.height(),
                      "The local log at the end of "
                          + replay.directory()
                          + " does not fit block "
                          + ledger.height()
                          + ": "
                          + problem))
          .orElseGet(() -> new Sound(ledger, log, replay.archive(), replay.transfers(), tornEnd));
    } catch (Replay.Misfit e) {
      return new Broken(e.height(), e.getMessage());
    } catch (DataException e) {
      return switch (e.kind()) {
        case OTHER_GENESIS -> new Broken(0, e.getMessage());
        case DAMAGED ->
            new Broken(
                replay.isEmpty() ? 0 : replay.memory().ledger().height() + 1, e.getMessage());
        case LOCKED, OTHER_MEMBER, DISK, CLOSED -> throw e;
      };
    }
  }
}
