package dev.lockstep.cli.lab;

import dev.lockstep.cli.CliException;
import dev.lockstep.command.ExitCode;
import dev.lockstep.lab.Entry;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Keeps what was answered, for a teacher: a line of JSON for each answer, behind what the file has.
 *
 * @param scenario its name; empty for a cluster without one
 */
public record AnswerFile(Path file, String scenario) implements Answers {
  @Override
  public void given(Entry.Ask ask, String answer, boolean isRight) {
    var line =
        new JsonObject()
            .put("scenario", scenario)
            .put("question", ask.question())
            .put("answer", answer)
            .put("right", isRight);
    try {
      Files.write(
          file, List.of(line.encode()), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "The answer cannot be written to " + file + ": " + e.getMessage() + ".",
          e);
    }
  }
}
