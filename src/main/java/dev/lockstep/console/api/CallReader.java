package dev.lockstep.console.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a call of {@code transfers} by JSON-RPC as {@link BatchReader} reads a body: as it stands
 * in the text, when all is as it should be. Safe for use by any thread.
 */
public final class CallReader {
  /** One call: its id, and nothing for a notification. */
  public record Call(Optional<JsonNode> id, List<TransferInput.Read> transfers) {}

  /** The members that have to stand before the parameters. */
  private static final Set<String> BEFORE = Set.of("jsonrpc", "method");

  private final BatchReader batches;

  CallReader(BatchReader batches) {
    this.batches = batches;
  }

  /**
   * Nothing when the text is anything else than one call of {@code transfers}, with its parameters
   * at the end and each of its members once.
   */
  public Optional<Call> read(String text) {
    try (var parser = JsonInput.parser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? call(parser).filter(_ -> BatchReader.isEnd(parser))
          : Optional.empty();
    } catch (IOException _) {
      // It is no JSON: whoever reads it again says so.
      return Optional.empty();
    }
  }

  private Optional<Call> call(JsonParser parser) throws IOException {
    Optional<JsonNode> id = Optional.empty();
    Set<String> seen = new HashSet<>();
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (!seen.add(name)) {
        return Optional.empty();
      }
      boolean isAsWanted =
          switch (name) {
            case "jsonrpc" -> "2.0".equals(parser.nextTextValue());
            case "method" -> "transfers".equals(parser.nextTextValue());
            case "id" -> {
              id = id(parser);
              yield id.isPresent();
            }
            default -> false;
          };
      if (!isAsWanted) {
        return name.equals("params") && seen.containsAll(BEFORE)
            ? params(parser, id)
            : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonNode> id(JsonParser parser) throws IOException {
    return switch (parser.nextToken()) {
      case VALUE_STRING -> Optional.of(new TextNode(parser.getText()));
      case VALUE_NUMBER_INT ->
          Optional.of(JsonNodeFactory.instance.numberNode(parser.getBigIntegerValue()));
      case null, default -> Optional.empty();
    };
  }

  /** The parameters, behind which the call ends. */
  private Optional<Call> params(JsonParser parser, Optional<JsonNode> id) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      return Optional.empty();
    }
    var transfers = batches.transfers(parser);
    return parser.nextToken() == JsonToken.END_OBJECT
        ? transfers.map(read -> new Call(id, read))
        : Optional.empty();
  }
}
