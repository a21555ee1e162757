package dev.lockstep.store;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The process that reads H2's file for {@link Salvage}. A damaged file may end it in any way.
 *
 * <p>Standard input: the genesis, with its length before it; the height and the hash of the
 * journal's head. Standard output, for {@link #COPY}: {@link #STATE}, whether H2 has the block
 * after that head, and its height; then events, each after {@link #EVENT}. For {@link #TRACE} only
 * events: those from a number on, and a number of the newest. For {@link #READ}, nothing of these.
 * In the end {@link #END}, or {@link #FAILED} and the reason.
 */
final class SalvageProcess {
  static final String COPY = "copy";
  static final String READ = "read";
  static final String TRACE = "trace";

  static final int END = 0;
  static final int STATE = 1;
  static final int EVENT = 2;
  static final int FAILED = 3;

  private static final int PIECE = 1_000;

  /** What reads every row of a table, or every entry of one of its indexes. */
  private record Scan(String table, String sql) {}

  private static final List<Scan> EVERYTHING =
      List.of(
          new Scan("CHAIN_STATE", "SELECT SUM(height) FROM chain_state"),
          new Scan("ACCOUNT", "SELECT SUM(LENGTH(name)) FROM account"),
          new Scan("BLOCK", "SELECT SUM(LENGTH(proposer)) FROM block"),
          new Scan("POSTING", "SELECT SUM(transfers) FROM posting"),
          new Scan("LOCAL_LOG", "SELECT COUNT(*) FROM local_log WHERE sequence >= 0"),
          new Scan("TRACE", "SELECT SUM(LENGTH(particulars)) FROM trace"));

  private final Lane lane;
  private final DataOutputStream out;

  private SalvageProcess(Lane lane, DataOutputStream out) {
    this.lane = lane;
    this.out = out;
  }

  /**
   * @param arguments what is to be done, and the file without its suffix
   */
  public static void main(String[] arguments) throws IOException {
    endInAnyCase();
    var out = new DataOutputStream(new BufferedOutputStream(System.out));
    // A library that writes to standard output must not get between the answers.
    System.setOut(new PrintStream(System.err, true, StandardCharsets.UTF_8));
    try {
      var lane = new Lane("store-salvage", StoreOpening.url(Path.of(arguments[1])));
      var process = new SalvageProcess(lane, out);
      switch (arguments[0]) {
        case COPY -> process.copy(new DataInputStream(System.in));
        case TRACE -> process.trace(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]));
        default -> process.read();
      }
      out.writeByte(END);
    } catch (RuntimeException | AssertionError | StackOverflowError e) {
      out.writeByte(FAILED);
      out.writeUTF(StoreException.lastReason(e));
    }
    out.flush();
    // H2 is not closed: that would write to a file that is not trusted.
    Runtime.getRuntime().halt(0);
  }

  /**
   * Ends this process when it has taken too long, and as soon as the one that began it has ended: a
   * node that was killed cannot end it, and the next one needs the file, which is locked until
   * then. Safe at any moment: nothing that this process has written is of use to anybody.
   */
  private static void endInAnyCase() {
    var parent = ProcessHandle.current().parent().map(ProcessHandle::onExit);
    Thread.ofPlatform()
        .daemon()
        .name("salvage-end")
        .start(
            () -> {
              try {
                // Without a parent: it ended before this process could watch it.
                if (parent.isPresent()) {
                  parent.get().get(Salvage.PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
              } catch (InterruptedException | ExecutionException | TimeoutException _) {
                // Whatever ended the wait, this process ends.
              } finally {
                Runtime.getRuntime().halt(1);
              }
            });
  }

  private void copy(DataInputStream in) throws IOException {
    var genesis = Genesis.decode(in.readNBytes(in.readInt()));
    long height = in.readLong();
    var head = Hash.of(in.readNBytes(Hash.BYTES));
    writeState(genesis, height, head);
    if (has("TRACE")) {
      writeEvents(0);
    }
  }

  private void trace(long from, long last) throws IOException {
    if (has("TRACE")) {
      long newest = lane.call(TraceTable::newest).orElse(0);
      writeEvents(Math.max(from, newest - last + 1));
    }
  }

  private void writeState(Genesis genesis, long height, Hash head) throws IOException {
    long found = 0;
    boolean hasMore = false;
    try {
      var state = lane.call(sql -> new StateReader(sql).state());
      found = state.map(StateReader.State::height).orElse(0L);
      hasMore =
          found > height
              && state.get().genesis().equals(genesis.hash())
              && lane.call(sql -> new BlockReader(sql).goesOn(height, head));
    } catch (RuntimeException | AssertionError | StackOverflowError _) {
      // What cannot be read proves nothing about the journal; the events may be readable.
    }
    out.writeByte(STATE);
    out.writeBoolean(hasMore);
    out.writeLong(found);
    out.flush();
  }

  private void writeEvents(long from) throws IOException {
    var events = events(from);
    while (!events.isEmpty()) {
      for (var event : events) {
        write(event);
      }
      events = events(events.getLast().number() + 1);
    }
  }

  private List<TracedEvent> events(long from) {
    return lane.call(sql -> TraceTable.events(sql, from, Long.MAX_VALUE, PIECE));
  }

  private void write(TracedEvent event) throws IOException {
    out.writeByte(EVENT);
    out.writeLong(event.number());
    out.writeLong(Micros.of(event.at()));
    out.writeLong(event.time());
    writeText(event.kind());
    writeText(event.particulars());
  }

  private void writeText(String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private void read() {
    for (var scan : EVERYTHING) {
      if (has(scan.table())) {
        lane.call(sql -> sql.fetch(scan.sql()));
      }
    }
  }

  private boolean has(String table) {
    return lane.call(sql -> StoreOpening.hasTable(sql, table));
  }
}
