package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hash;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The file of the newest checkpoint")
class CheckpointFileTest {
  private static final String ORIGIN = "lockstep/test";

  @TempDir Path directory;

  private CheckpointFile file;

  @BeforeEach
  void open() {
    file = new CheckpointFile(directory);
  }

  @Test
  void the_first_checkpoint_is_written_at_once() throws IOException {
    file.keep(checkpoint(1));
    file.writeIfDue(5);
    assertFalse(file.isBehind());
    assertEquals(Optional.of(checkpoint(1)), new CheckpointFile(directory).read(ORIGIN));
  }

  @Test
  void of_those_within_a_second_the_newest_is_written_when_it_is_over() throws IOException {
    file.keep(checkpoint(1));
    file.writeIfDue(5);
    file.keep(checkpoint(2));
    file.writeIfDue(300);
    file.keep(checkpoint(3));
    file.writeIfDue(1_004);
    assertTrue(file.isBehind());
    assertEquals(Optional.of(checkpoint(1)), file.read(ORIGIN));
    file.writeIfDue(1_005);
    assertFalse(file.isBehind());
    assertEquals(Optional.of(checkpoint(3)), file.read(ORIGIN));
  }

  private static SignedNote checkpoint(long size) {
    var line = new SignedNote.Line("test/A", "00000000", new byte[64]);
    return new SignedNote(new Checkpoint(ORIGIN, size, Hash.ZERO).text(), List.of(line));
  }
}
