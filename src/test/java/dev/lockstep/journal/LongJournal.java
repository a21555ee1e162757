package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Chains;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.order.JournalRecord;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Writes data directories of members that have a long chain behind them, to try by hand what a
 * start, a check or a catch-up then takes:
 *
 * <pre>LongJournal CLUSTER.yaml DATA BLOCKS MEMBER…</pre>
 */
public final class LongJournal {
  private LongJournal() {}

  public static void main(String[] arguments) throws ConfigException {
    var genesis = ClusterConfigReader.read(Path.of(arguments[0])).genesis();
    var chain = Chains.singles(genesis, Integer.parseInt(arguments[2]));
    for (var member : Arrays.asList(arguments).subList(3, arguments.length)) {
      try (var directory = DataDirectory.open(Path.of(arguments[1]), member)) {
        var life = Recovery.open(directory, genesis, Progress.NONE);
        try (var journal = life.journal()) {
          SampleJournal.appendAndSync(journal, new JournalRecord.Incarnation(1));
          SampleJournal.appendAndSync(journal, new JournalRecord.Clock(chain.size() + 1_000));
          SampleJournal.appendAndSync(journal, new JournalRecord.Joined());
          append(life, chain);
        }
      }
    }
  }

  /** Journals blocks as a member does that takes them in as fast as its disk can. */
  public static void append(Recovered life, List<Block> chain) {
    var done = new Semaphore(0);
    for (var block : chain) {
      var entry = new JournalRecord.Appended(block);
      SampleJournal.append(
          life.journal(),
          entry,
          new Journal.Completion() {
            @Override
            public void durable(long position) {
              life.archive().add(block.height(), position);
              done.release();
            }

            @Override
            public void failed(DataException reason) {
              throw reason;
            }
          });
    }
    done.acquireUninterruptibly(chain.size());
  }
}
