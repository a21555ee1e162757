package dev.lockstep.node;

import dev.lockstep.chain.Transfer;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.console.access.SessionFile;
import dev.lockstep.console.access.Tokens;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.EventNumbers;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.Recovered;
import dev.lockstep.journal.Recovery;
import dev.lockstep.order.Memory;
import dev.lockstep.store.Journalled;
import dev.lockstep.store.StoreKeeper;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node has open in its data directory: the journal, and H2, which is opened later. */
record NodeFiles(
    DataDirectory directory, Recovered recovered, LateStore store, EventNumbers numbers)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeFiles.class);

  /**
   * Opens and checks the files, except for H2.
   *
   * @param directory which is closed by whoever opened it when this fails
   * @throws DataException when they are damaged, or the disk fails
   */
  static NodeFiles open(
      NodeOptions options, DataDirectory directory, Progress reading, Consumer<String> notice) {
    var recovered = recover(options, directory, reading, notice);
    var memory = recovered.memory();
    if (options.rejoin() && memory.paxos().log().size() > 0) {
      notice.accept(
          memory.paxos().log().size()
              + " transfers that "
              + options.member()
              + " had executed and that are on no block are given up.");
    }
    try {
      var ledger = memory.ledger();
      var journalled =
          new Journalled(ledger.genesis(), ledger.height(), ledger.head(), recovered.archive());
      var keeper = StoreKeeper.of(directory.store(), journalled, options.rejoin());
      // Before the first event of this incarnation: no number is given out twice.
      var store = new LateStore(keeper, notice);
      var numbers = EventNumbers.open(directory.path(), newestEvent(directory, keeper, store));
      return new NodeFiles(directory, recovered, store, numbers);
    } catch (RuntimeException e) {
      recovered.journal().close();
      throw e;
    }
  }

  /** Only a directory of an early version makes the start wait for H2. */
  private static long newestEvent(DataDirectory directory, StoreKeeper keeper, LateStore store) {
    var marked = keeper.newestEvent();
    if (marked.isEmpty() && !EventNumbers.areKept(directory.path())) {
      return store.newestEvent();
    }
    return marked.orElse(0);
  }

  private static Recovered recover(
      NodeOptions options, DataDirectory directory, Progress reading, Consumer<String> notice) {
    var genesis = options.config().genesis();
    try {
      return Recovery.open(directory, genesis, reading);
    } catch (DataException e) {
      if (e.kind() != DataException.Kind.DAMAGED) {
        throw e;
      }
      if (!options.rejoin()) {
        throw new DataException(e.kind(), withRemedy(e.getMessage(), options), e);
      }
      var aside = directory.setAside();
      notice.accept(e.getMessage() + " It was set aside as " + aside + ".");
      return Recovery.open(directory, genesis, reading);
    }
  }

  private static String withRemedy(String sentence, NodeOptions options) {
    return sentence.replaceFirst("\\.$", "")
        + "; "
        + options.startCommand()
        + " --rejoin sets the journal aside and copies the chain from the others.";
  }

  /** The local log with which this incarnation begins: a member that rejoins begins without. */
  static List<Transfer> executed(NodeOptions options, Memory memory) {
    return options.rejoin() ? List.of() : memory.paxos().log().transfers();
  }

  Tokens tokens() {
    try {
      return Tokens.of(directory.path());
    } catch (IOException e) {
      throw new NodeException("The node cannot use its tokens: " + e.getMessage() + ".", e);
    }
  }

  SessionFile sessions() {
    try {
      return SessionFile.of(directory.path());
    } catch (IOException e) {
      throw new NodeException(
          "The sessions of browsers in "
              + directory.path()
              + " cannot be read: "
              + e.getMessage()
              + ". Delete the file \"sessions\" there.",
          e);
    }
  }

  /** Gives the files back, the data directory's lock last: another process may start then. */
  @Override
  public void close() {
    recovered.journal().close();
    closeNumbers();
    store.close();
    directory.close();
  }

  private void closeNumbers() {
    try {
      numbers.close();
    } catch (DataException e) {
      LOG.warn("{} The numbers of events will have a gap here.", e.getMessage());
    }
  }
}
