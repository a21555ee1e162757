package dev.lockstep.reader;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Surrogates;
import dev.lockstep.chain.Transfer;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.proof.Receipt;
import dev.lockstep.proof.SignedNote;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Reads a receipt as JSON, the form in which nodes send it and people keep it ({@code
 * docs/format.md}). The bytes may come from anybody, so anything else is a {@link
 * MalformedException}.
 */
public final class ReceiptFile {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A tree of 2^63 leaves has no longer path. */
  private static final int PATH_MAX = 63;

  private static final String LOWER_HEX = "[0-9a-f]{64}";

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private ReceiptFile() {}

  /**
   * @throws MalformedException when it is no receipt; the message says why
   */
  public static Receipt parse(byte[] bytes) {
    var json = json(bytes);
    var header = object(json, "header");
    return new Receipt(
        transfer(object(json, "transfer")),
        Math.toIntExact(number(json, "position", Integer.MAX_VALUE)),
        new Header(
            number(header, "height", Long.MAX_VALUE),
            hash(text(header, "previous_hash")),
            number(header, "time", Long.MAX_VALUE),
            name(header, "proposer"),
            Math.toIntExact(number(header, "transfer_count", Integer.MAX_VALUE)),
            hash(text(header, "root"))),
        path(json, "transfer_path"),
        path(json, "block_path"),
        SignedNote.parse(text(json, "checkpoint")));
  }

  static JsonNode json(byte[] bytes) {
    try {
      var json = JSON.readTree(bytes);
      if (!json.isObject()) {
        throw new MalformedException("it is no JSON object");
      }
      return json;
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      throw new MalformedException(
          "it is no JSON"
              + (place == null
                  ? ""
                  : " at line " + place.getLineNr() + ", column " + place.getColumnNr()),
          e);
    } catch (IOException e) {
      throw new MalformedException("it is no JSON", e);
    }
  }

  /**
   * A transfer as it stands on a chain. Of its memo, only the length is checked: an older version
   * may have accepted characters that this one refuses.
   */
  static Transfer transfer(JsonNode json) {
    var id = text(json, "id");
    if (!UUID_TEXT.matcher(id).matches()) {
      throw new MalformedException("\"" + Excerpt.of(id) + "\" is no id of a transfer");
    }
    var amount = text(json, "amount");
    var units = Amount.parse(amount);
    if (units.isEmpty()
        || units.getAsLong() == 0
        || !Amount.format(units.getAsLong()).equals(amount)) {
      throw new MalformedException("\"" + Excerpt.of(amount) + "\" is no amount of a transfer");
    }
    return new Transfer(
        UUID.fromString(id), name(json, "from"), name(json, "to"), units.getAsLong(), memo(json));
  }

  private static String memo(JsonNode json) {
    var memo = text(json, "memo");
    if (memo.codePointCount(0, memo.length()) > TransferRules.MEMO_MAX) {
      throw new MalformedException(
          "its memo has more than " + TransferRules.MEMO_MAX + " characters");
    }
    if (Surrogates.areHalved(memo)) {
      throw new MalformedException("its memo has half a surrogate pair");
    }
    return memo;
  }

  private static JsonNode object(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isObject()) {
      throw new MalformedException("it has no object \"" + field + "\"");
    }
    return value;
  }

  static String text(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isTextual()) {
      throw new MalformedException("it has no text \"" + field + "\"");
    }
    return value.textValue();
  }

  static String name(JsonNode json, String field) {
    var name = text(json, field);
    if (!Genesis.isName(name)) {
      throw new MalformedException(
          "its \"" + field + "\" is \"" + Excerpt.of(name) + "\", which is no name");
    }
    return name;
  }

  static long number(JsonNode json, String field, long most) {
    var value = json.path(field);
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < 0
        || value.longValue() > most) {
      throw new MalformedException("it has no number \"" + field + "\" from 0 to " + most);
    }
    return value.longValue();
  }

  static Hash hash(String hex) {
    if (!hex.matches(LOWER_HEX)) {
      throw new MalformedException("\"" + Excerpt.of(hex) + "\" is no hash of 64 digits");
    }
    return Hash.parse(hex);
  }

  static List<Hash> path(JsonNode json, String field) {
    var value = json.path(field);
    if (!value.isArray() || value.size() > PATH_MAX) {
      throw new MalformedException("it has no array \"" + field + "\" of hashes");
    }
    List<Hash> path = new ArrayList<>();
    for (var hash : value) {
      path.add(hash(hash.isTextual() ? hash.textValue() : ""));
    }
    return path;
  }
}
