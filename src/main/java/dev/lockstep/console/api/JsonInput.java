package dev.lockstep.console.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Reads JSON from clients: strictly, with one sentence for each kind of error. */
public final class JsonInput {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** For a reader that looks for names that stand twice by itself. */
  private static final JsonFactory PLAIN = new JsonFactory();

  private JsonInput() {}

  /** Nesting beyond 1000 and numbers beyond 1000 digits are refused by the parser itself. */
  public static JsonNode parse(byte[] text) {
    try {
      var node = MAPPER.readTree(characters(text).toString());
      if (node.isMissingNode()) {
        throw new ApiException(ProblemCode.INVALID_JSON, "The body is empty; send a JSON object.");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new ApiException(ProblemCode.INVALID_JSON, sentence(e));
    } catch (CharacterCodingException e) {
      throw new ApiException(ProblemCode.INVALID_JSON, "This is not JSON: it is not UTF-8.");
    }
  }

  /** The words of a text, which need not be JSON; names may stand twice. */
  static JsonParser parser(byte[] text) throws IOException {
    var characters = characters(text);
    return PLAIN.createParser(characters.array(), characters.arrayOffset(), characters.remaining());
  }

  /** The same for a text that has been decoded already. */
  static JsonParser parser(String text) throws IOException {
    return PLAIN.createParser(text);
  }

  /** The parser itself accepts overlong forms and halves of surrogate pairs. */
  private static CharBuffer characters(byte[] text) throws CharacterCodingException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
  }

  /** Our own sentences: those of the parser name its classes and its limits. */
  private static String sentence(JsonProcessingException e) {
    var what =
        switch (e) {
          case JsonEOFException _ -> "This is not JSON: it ends before it is complete";
          case StreamConstraintsException _ ->
              "This JSON is nested too deeply, or has a number or a name that is too long";
          case MismatchedInputException _ -> "This is not JSON: something follows behind its end";
          default -> "This is not JSON in which every name is whole and stands once";
        };
    var at = e.getLocation();
    return at == null
        ? what + "."
        : what + "; see line " + at.getLineNr() + ", column " + at.getColumnNr() + ".";
  }

  public static void requireObject(JsonNode node, List<String> known) {
    if (!node.isObject()) {
      throw ApiException.invalidRequest("A JSON object is needed, this is " + kind(node) + ".");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      var name = names.next();
      if (!known.contains(name)) {
        throw ApiException.invalidRequest(
            "\""
                + Excerpt.of(name)
                + "\" is not known here; known are "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  public static Optional<String> text(JsonNode node, String name) {
    var value = node.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw ApiException.invalidRequest("\"" + name + "\" is " + kind(value) + ", not a string.");
    }
    return Optional.of(value.textValue());
  }

  public static String requiredText(JsonNode node, String name) {
    return text(node, name)
        .orElseThrow(() -> ApiException.invalidRequest("\"" + name + "\" is missing."));
  }

  /** True or false, which it is when it is missing. */
  public static boolean flag(JsonNode node, String name) {
    var value = node.get(name);
    if (value == null || value.isNull()) {
      return false;
    }
    if (!value.isBoolean()) {
      throw ApiException.invalidRequest(
          "\"" + name + "\" is " + kind(value) + ", neither true nor false.");
    }
    return value.booleanValue();
  }

  /** A whole number within bounds. */
  public static Optional<Long> number(JsonNode node, String name, long min, long max) {
    var value = node.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw ApiException.invalidRequest(
          "\"" + name + "\" is " + kind(value) + ", not a whole number.");
    }
    return Optional.of(within(name, value.longValue(), min, max));
  }

  /** The same for the words of a query. */
  public static Optional<Long> number(String text, String name, long min, long max) {
    if (text == null) {
      return Optional.empty();
    }
    if (!text.matches("[0-9]{1,18}")) {
      throw ApiException.invalidRequest(
          "\""
              + name
              + "\" is \""
              + Excerpt.of(text)
              + "\", not a whole number from "
              + min
              + " to "
              + max
              + ".");
    }
    return Optional.of(within(name, Long.parseLong(text), min, max));
  }

  private static long within(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw ApiException.invalidRequest(
          "\"" + name + "\" is " + value + ", which is not from " + min + " to " + max + ".");
    }
    return value;
  }

  static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "an array";
      case BOOLEAN -> "true or false";
      case NULL, MISSING -> "null";
      case NUMBER -> "the number " + Excerpt.of(node.asText());
      case STRING -> "the string \"" + Excerpt.of(node.textValue()) + "\"";
      case OBJECT, POJO, BINARY -> "an object";
    };
  }
}
