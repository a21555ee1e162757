package dev.lockstep.node;

import dev.lockstep.chain.MalformedException;
import dev.lockstep.journal.OwnerOnly;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest checkpoint of a node on its disk, {@code DIR/NAME/checkpoint}, and the evidence of
 * forks, {@code DIR/NAME/fork-…}. The protocol depends on neither: a lost checkpoint is signed
 * again.
 *
 * <p>For one thread.
 */
final class CheckpointFile {
  private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);
  private static final String NAME = "checkpoint";

  /**
   * Milliseconds between two writes of the newest checkpoint. Each forces a file and a directory to
   * the disk, which the journal's syncs wait for.
   */
  private static final long PACE = 1_000;

  private final Path directory;

  /** The newest checkpoint, while it is not on the disk. */
  private Optional<SignedNote> unwritten = Optional.empty();

  private long writtenAt = Long.MIN_VALUE / 2;

  /**
   * @param directory {@code DIR/NAME}, locked
   */
  CheckpointFile(Path directory) {
    this.directory = directory;
  }

  /** The checkpoint that was kept; empty when there is none, or none that can be read. */
  Optional<SignedNote> read(String origin) {
    var file = directory.resolve(NAME);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      var note = SignedNote.parse(Files.readAllBytes(file));
      if (Checkpoint.parse(note.text()).origin().equals(origin)) {
        return Optional.of(note);
      }
      LOG.warn("{} is a checkpoint of another ledger; it is not used.", file);
    } catch (IOException | MalformedException e) {
      LOG.warn("{} is no checkpoint ({}); it is not used.", file, e.getMessage());
    }
    return Optional.empty();
  }

  /** This checkpoint is the newest one. {@link #writeIfDue} writes it. */
  void keep(SignedNote note) {
    unwritten = Optional.of(note);
  }

  /** Whether the newest checkpoint is not on the disk. */
  boolean isBehind() {
    return unwritten.isPresent();
  }

  /**
   * Writes the newest checkpoint, unless the last write was less than a second ago. To be called
   * again while the file {@link #isBehind}.
   *
   * @param now milliseconds of a clock that never goes back
   */
  void writeIfDue(long now) throws IOException {
    if (unwritten.isPresent() && now - writtenAt >= PACE) {
      var note = unwritten.get();
      // Even if the write fails: nothing depends on it, and the next checkpoint is written again.
      unwritten = Optional.empty();
      writtenAt = now;
      write(NAME, note);
    }
  }

  /** Writes the evidence of a fork: two files, each with a note of the same size. */
  void writeFork(String member, SignedNote mine, SignedNote theirs) throws IOException {
    var name = "fork-" + member + "-" + Checkpoint.parse(mine.text()).size();
    write(name + ".mine", mine);
    write(name + ".theirs", theirs);
  }

  /** Keeps what proves that a member has signed two chains: two files with a note each. */
  void writeContradiction(String member, SignedNote before, SignedNote after) throws IOException {
    var name = "contradiction-" + member + "-" + Checkpoint.parse(after.text()).size();
    write(name + ".before", before);
    write(name + ".after", after);
  }

  private void write(String name, SignedNote note) throws IOException {
    OwnerOnly.replace(directory.resolve(name), note.format());
  }
}
