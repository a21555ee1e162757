package dev.lockstep.store;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.journal.BlockArchive;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.Journal;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.journal.Recovered;
import dev.lockstep.journal.Recovery;
import dev.lockstep.order.JournalRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A member's files, and ways to spoil them. */
record Member(Path data) {
  /** Opens, does something, closes. */
  interface Work {
    void with(Recovered life, Store store);
  }

  Path directory() {
    return data.resolve("A");
  }

  Path h2() {
    return directory().resolve("ledger.mv.db");
  }

  void live(Work work) {
    live(true, work);
  }

  /**
   * @param rejoin whether the member was told that its journal has lost blocks
   */
  void live(boolean rejoin, Work work) {
    try (var directory = DataDirectory.open(data, "A")) {
      var life = Recovery.open(directory, Chains.genesis(), Progress.NONE);
      try (var _ = life.journal();
          var store = keeper(directory, life, rejoin).open(Progress.NONE, _ -> {}).orElseThrow()) {
        store.replaceLog(life.memory().paxos().log().transfers());
        work.with(life, store);
      }
    }
  }

  static StoreKeeper keeper(DataDirectory directory, Recovered life, boolean rejoin) {
    var ledger = life.memory().ledger();
    return StoreKeeper.of(
        directory.store(),
        new Journalled(ledger.genesis(), ledger.height(), ledger.head(), life.archive()),
        rejoin);
  }

  /** Journals blocks, and writes them to H2 when told so. */
  static void append(Recovered life, Store store, List<Block> blocks, boolean alsoToStore) {
    for (var block : blocks) {
      life.memory().ledger().append(block);
      journal(life, block);
    }
    if (alsoToStore) {
      store.write(blocks);
    }
  }

  static long journal(Recovered life, Block block) {
    var entry = new JournalRecord.Appended(block);
    long position = life.journal().appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
    life.archive().add(block.height(), position);
    return position;
  }

  /** A chain in a journal of its own, in a folder that has none. */
  static BlockArchive journalled(Path folder, List<Block> chain) {
    try {
      var directory = Files.createDirectories(folder.resolve("journal"));
      var archive = new BlockArchive(directory);
      try (var journal =
          Journal.open(directory, Journal.Options.DEFAULT, (_, _, _) -> {}, Progress.NONE)) {
        for (var block : chain) {
          var entry = new JournalRecord.Appended(block);
          archive.add(
              block.height(),
              journal.appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry)));
        }
      }
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void breakSeal() {
    try {
      Files.deleteIfExists(directory().resolve("ledger.seal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void loseMark() {
    try {
      Files.deleteIfExists(directory().resolve("ledger.mark"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As somebody does it who knows about the seal, and wants a changed file to be believed. */
  void seal() {
    try {
      StoreSeal.put(directory().resolve("ledger"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Changes H2 behind everybody's back, and puts the seal on it again. */
  void sql(String... statements) {
    breakSeal();
    try (var connection =
            DriverManager.getConnection(
                "jdbc:h2:file:" + directory().resolve("ledger").toAbsolutePath(), "sa", "");
        var statement = connection.createStatement()) {
      for (var text : statements) {
        statement.execute(text);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    seal();
  }
}
