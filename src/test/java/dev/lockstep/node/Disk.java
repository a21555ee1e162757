package dev.lockstep.node;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.store.Journalled;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreKeeper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a member has on its disk, all of it empty at first. */
record Disk(Path directory, Journal journal, BlockArchive archive, LateStore late)
    implements AutoCloseable {
  static Disk at(Path path) throws IOException {
    return at(path, Journal.Options.DEFAULT);
  }

  static Disk at(Path path, Journal.Options options) throws IOException {
    var directory = Files.createDirectories(path.resolve("journal"));
    var journal = Journal.open(directory, options, (_, _, _) -> {}, Progress.NONE);
    var archive = new BlockArchive(directory);
    var genesis = Chains.genesis();
    var keeper =
        StoreKeeper.of(
            path.resolve("ledger"), new Journalled(genesis, 0, genesis.hash(), archive), false);
    return new Disk(directory, journal, archive, new LateStore(keeper, _ -> {}));
  }

  /** Waits until it is open. */
  Store store() {
    late.begin();
    return late.opened().toCompletableFuture().join();
  }

  /** Into the journal, where the store can find it. */
  void write(List<Block> blocks) {
    for (var block : blocks) {
      var entry = new JournalRecord.Appended(block);
      archive.add(
          block.height(), journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry)));
    }
  }

  /** The blocks that another life would find. */
  List<Block> readBack() {
    List<Block> found = new ArrayList<>();
    Journal.open(
            directory,
            Journal.Options.DEFAULT,
            (position, type, body) -> found.add(Block.decode(body)),
            Progress.NONE)
        .close();
    return found;
  }

  @Override
  public void close() {
    journal.close();
    late.close();
  }
}
