package dev.lockstep.cli.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.chain.Amount;
import dev.lockstep.store.StoredTransfer;
import dev.lockstep.store.TransferSink;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A text file with a line for each transfer, in UTF-8. */
final class TextLines implements TransferSink {
  private final BufferedWriter out;
  private final Function<StoredTransfer, String> line;

  private TextLines(Path file, Function<StoredTransfer, String> line) throws IOException {
    this.out = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    this.line = line;
  }

  /** Comma-separated values after RFC 4180, with a line of names. */
  static TextLines csv(Path file) throws IOException {
    var lines = new TextLines(file, TextLines::csv);
    lines.out.write("height,position,id,from,to,amount,memo\r\n");
    return lines;
  }

  /** A JSON object on each line. */
  static TextLines json(Path file) throws IOException {
    return new TextLines(file, TextLines::json);
  }

  private static String csv(StoredTransfer row) {
    var transfer = row.transfer();
    return "%d,%d,%s,%s,%s,%s,%s\r\n"
        .formatted(
            row.location().height(),
            row.location().position(),
            transfer.id(),
            transfer.from(),
            transfer.to(),
            Amount.format(transfer.amount()),
            quoted(transfer.memo()));
  }

  /** No other field has a character that means something. */
  private static String quoted(String memo) {
    return memo.isEmpty() ? "" : '"' + memo.replace("\"", "\"\"") + '"';
  }

  private static String json(StoredTransfer row) {
    var transfer = row.transfer();
    return JsonNodeFactory.instance
            .objectNode()
            .put("height", row.location().height())
            .put("position", row.location().position())
            .put("id", transfer.id().toString())
            .put("from", transfer.from())
            .put("to", transfer.to())
            .put("amount", Amount.format(transfer.amount()))
            .put("memo", transfer.memo())
        + "\n";
  }

  @Override
  public void add(List<StoredTransfer> transfers) throws IOException {
    for (var transfer : transfers) {
      out.write(line.apply(transfer));
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
