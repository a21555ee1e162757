package dev.lockstep.console.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Block;
import dev.lockstep.console.result.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads many transfers: as they stand in the text, without a tree of it, when all is as it should
 * be; from a tree when it has to say what is wrong. Safe for use by any thread.
 */
public final class BatchReader {
  private static final List<String> FIELDS = List.of("transfers");

  private final TransferInput input;

  BatchReader(TransferInput input) {
    this.input = input;
  }

  /**
   * Nothing when the text is anything else than an object with an array of transfers, each of which
   * has at most the fields that it may have, once and as strings.
   */
  public Optional<List<TransferInput.Read>> read(byte[] text) {
    try (var parser = JsonInput.parser(text)) {
      return parser.nextToken() == JsonToken.START_OBJECT
          ? transfers(parser).filter(_ -> isEnd(parser))
          : Optional.empty();
    } catch (IOException _) {
      // It is no JSON, or no UTF-8: whoever reads it again says so.
      return Optional.empty();
    }
  }

  static boolean isEnd(JsonParser parser) {
    try {
      return parser.nextToken() == null;
    } catch (IOException _) {
      return false;
    }
  }

  /** From behind the brace of {@code {"transfers": […]}} up to the other. */
  Optional<List<TransferInput.Read>> transfers(JsonParser parser) throws IOException {
    if (!"transfers".equals(parser.nextFieldName())
        || parser.nextToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    List<TransferInput.Read> reads = new ArrayList<>();
    var token = parser.nextToken();
    for (; token == JsonToken.START_OBJECT; token = parser.nextToken()) {
      var read = transfer(parser);
      if (read.isEmpty() || reads.size() == Block.TRANSFERS_MAX) {
        return Optional.empty();
      }
      reads.add(read.get());
    }
    return token == JsonToken.END_ARRAY && parser.nextToken() == JsonToken.END_OBJECT
        ? Optional.of(reads)
        : Optional.empty();
  }

  private Optional<TransferInput.Read> transfer(JsonParser parser) throws IOException {
    String id = null;
    String from = null;
    String to = null;
    String amount = null;
    String memo = null;
    for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      var value = parser.nextTextValue();
      if (value == null) {
        return Optional.empty();
      }
      String before;
      switch (name) {
        case "id" -> {
          before = id;
          id = value;
        }
        case "from" -> {
          before = from;
          from = value;
        }
        case "to" -> {
          before = to;
          to = value;
        }
        case "amount" -> {
          before = amount;
          amount = value;
        }
        case "memo" -> {
          before = memo;
          memo = value;
        }
        default -> before = name;
      }
      if (before != null) {
        return Optional.empty();
      }
    }
    return parser.currentToken() == JsonToken.END_OBJECT && to != null && amount != null
        ? input.read(id, from, to, amount, memo)
        : Optional.empty();
  }

  /**
   * @throws ApiException when it is anything else than an object with an array of transfers
   */
  List<TransferInput.Read> read(JsonNode body) {
    JsonInput.requireObject(body, FIELDS);
    var items = body.path("transfers");
    if (items.isMissingNode()) {
      throw ApiException.invalidRequest("\"transfers\" is missing.");
    }
    if (!items.isArray()) {
      throw ApiException.invalidRequest(
          "\"transfers\" is " + JsonInput.kind(items) + ", not an array.");
    }
    if (items.size() > Block.TRANSFERS_MAX) {
      throw ApiException.invalidRequest(
          "There are "
              + items.size()
              + " transfers; send at most "
              + Block.TRANSFERS_MAX
              + " at once.");
    }
    List<TransferInput.Read> reads = new ArrayList<>(items.size());
    for (var item : items) {
      reads.add(read(item, reads.size()));
    }
    return reads;
  }

  private TransferInput.Read read(JsonNode item, int index) {
    try {
      return input.read(item);
    } catch (ApiException e) {
      throw new ApiException(
          e.problem().code(), "transfers[" + index + "]: " + e.problem().detail());
    }
  }
}
