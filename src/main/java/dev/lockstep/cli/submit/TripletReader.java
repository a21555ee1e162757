package dev.lockstep.cli.submit;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Goes through a file line by line. */
final class TripletReader implements Closeable {
  private final BufferedReader reader;
  private long number;

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
    // Bytes that are no UTF-8 must cost their own line and not the file.
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    reader =
        new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder), 1 << 16);
  }

  /** The next line that is not blank; empty at the end. */
  Optional<Numbered> next() throws IOException {
    for (var text = reader.readLine(); text != null; text = reader.readLine()) {
      number++;
      var line = ParsedLine.of(text);
      if (!(line instanceof ParsedLine.Blank)) {
        return Optional.of(new Numbered(number, line));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
