package dev.lockstep.cli.submit;

import dev.lockstep.cli.TextLines;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Goes through a file line by line. */
final class TripletReader implements Closeable {
  private final TextLines lines;

  /** A line and its number, counted from 1. */
  record Numbered(long number, ParsedLine line) {
    /** The transfers of the line, each with its place; none when it is malformed. */
    List<Placed> placed() {
      return switch (line) {
        case ParsedLine.Blank _, ParsedLine.Malformed _ -> List.of();
        case ParsedLine.Transfers(var triplets) ->
            IntStream.range(0, triplets.size())
                .mapToObj(i -> new Placed(number, i + 1, triplets.get(i)))
                .toList();
      };
    }
  }

  TripletReader(Path file) throws IOException {
    lines = new TextLines(Files.newInputStream(file), "The file");
  }

  /** The next line that is not blank; empty at the end. */
  Optional<Numbered> next() throws IOException {
    for (var line = lines.next(); line.isPresent(); line = lines.next()) {
      var parsed = ParsedLine.of(line.get());
      if (!(parsed instanceof ParsedLine.Blank)) {
        return Optional.of(new Numbered(line.get().number(), parsed));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
