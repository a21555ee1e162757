package dev.lockstep.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * What can be read of an H2 file that was in use when its process ended.
 *
 * <p>A torn page may hold any length, for which H2 asks memory at once. In this process that would
 * be the end of the node, at every start again. So a process of its own reads the file, see {@link
 * SalvageProcess}: it may run out of memory or of time, and what it has written by then is used.
 *
 * <p>For one thread, except that any may close it. The calls wait for the other process.
 */
final class Salvage implements AutoCloseable {
  /**
   * The time after which a process that still reads is ended. A million events take some seconds.
   */
  static final long PATIENCE_SECONDS = 300;

  /** H2's cache has 32 of it. */
  private static final String HEAP = "-Xmx256m";

  /** What {@link DataInputStream#read} says when the process has ended before it was done. */
  private static final int ENDED = -1;

  private static final int TEXT_MAX = 1 << 20;
  private static final int PIECE = 1_000;

  private final Process process;
  private final DataInputStream in;

  /** What the process has written last. */
  private int told = ENDED;

  private Salvage(String what, Path path, String... more) throws IOException {
    var command = command(what, path);
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
    CompletableFuture.delayedExecutor(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
  }

  private static List<String> command(String what, Path path) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(fasterStart());
    command.addAll(
        List.of(
            HEAP,
            "-XX:+ExitOnOutOfMemoryError",
            // Its standard output is for what is read.
            "-XX:+DisplayVMOutputToStderr",
            // Nobody reads its log, and to configure one takes a fifth of its time.
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            SalvageProcess.class.getName(),
            what,
            path.toAbsolutePath().toString()));
    return command;
  }

  /**
   * The file of loaded classes that this process has been started with, if any. Java takes it only
   * together with the same modules.
   */
  private static List<String> fasterStart() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            given ->
                given.startsWith("-XX:AOTCache=")
                    || given.startsWith("-Xlog:")
                    || given.startsWith("--"))
        .toList();
  }

  /**
   * What the file holds beyond the journal, and its events.
   *
   * @param path of a file that nobody has open, without its suffix
   */
  static Salvage begin(Path path, Journalled journal) throws IOException {
    var salvage = new Salvage(SalvageProcess.COPY, path);
    try (var out = new DataOutputStream(salvage.process.getOutputStream())) {
      var genesis = journal.genesis().encode();
      out.writeInt(genesis.length);
      out.write(genesis);
      out.writeLong(journal.height());
      out.write(journal.head().bytes());
    } catch (IOException _) {
      // The process has ended already, and the next read says so.
    }
    return salvage;
  }

  /**
   * Reads every row by way of every index.
   *
   * @param path of a file that nobody has open, without its suffix
   * @return why that cannot be done, if so
   */
  static Optional<String> problemOf(Path path) throws IOException {
    try (var salvage = new Salvage(SalvageProcess.READ, path)) {
      salvage.process.getOutputStream().close();
      salvage.told = salvage.next();
      return salvage.problem();
    }
  }

  /**
   * The newest events, ascending; those that can be read.
   *
   * @param path of a file that nobody has open, without its suffix
   * @param from the lowest number that is wanted
   * @param last how many of them at most
   */
  static List<TracedEvent> newest(Path path, long from, int last) throws IOException {
    try (var salvage = new Salvage(SalvageProcess.TRACE, path, "" + from, "" + last)) {
      salvage.process.getOutputStream().close();
      List<TracedEvent> events = new ArrayList<>();
      while (salvage.next() == SalvageProcess.EVENT) {
        var event = salvage.readEvent();
        if (event.isEmpty()) {
          break;
        }
        events.add(event.get());
      }
      return events;
    }
  }

  /**
   * To be asked first.
   *
   * @return the height that H2 has reached, when it has the block after the journal's head
   */
  Optional<Long> heightBeyondJournal() {
    told = next();
    if (told != SalvageProcess.STATE) {
      return Optional.empty();
    }
    try {
      boolean hasMore = in.readBoolean();
      long height = in.readLong();
      told = next();
      return hasMore ? Optional.of(height) : Optional.empty();
    } catch (IOException _) {
      told = ENDED;
      return Optional.empty();
    }
  }

  /**
   * Copies the events, as far as they can be read. To be asked after the height.
   *
   * @param store without events as yet
   * @param before runs before each piece of them is written
   * @return why not all of them could be read, if so
   */
  Optional<String> copyEvents(Store store, Runnable before) {
    List<TracedEvent> piece = new ArrayList<>();
    while (told == SalvageProcess.EVENT) {
      var event = readEvent();
      if (event.isEmpty()) {
        told = ENDED;
        break;
      }
      piece.add(event.get());
      if (piece.size() == PIECE) {
        before.run();
        store.trace().add(piece);
        piece = new ArrayList<>();
      }
      told = next();
    }
    before.run();
    if (!piece.isEmpty()) {
      store.trace().add(piece);
    }
    return problem();
  }

  private int next() {
    try {
      return in.read();
    } catch (IOException _) {
      return ENDED;
    }
  }

  private Optional<TracedEvent> readEvent() {
    try {
      return Optional.of(
          new TracedEvent(
              in.readLong(), Micros.instant(in.readLong()), in.readLong(), readText(), readText()));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private String readText() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > TEXT_MAX) {
      throw new EOFException("a text of " + length + " bytes");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private Optional<String> problem() {
    if (told == SalvageProcess.END) {
      return Optional.empty();
    }
    try {
      if (told == SalvageProcess.FAILED) {
        return Optional.of(in.readUTF());
      }
    } catch (IOException _) {
      // It has ended in the middle of it.
    }
    return Optional.of("reading it took all memory, or no end");
  }

  /** Ends the process and waits for its end: until then its file is locked. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
