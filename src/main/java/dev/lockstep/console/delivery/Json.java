package dev.lockstep.console.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.Iterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A part of a JSON text. A long answer is a lazy stream of them, so that it is never in memory as a
 * whole.
 */
public interface Json {
  void write(JsonGenerator out) throws IOException;

  /** A small object, as an element of an array. */
  static Json of(JsonObject object) {
    return out -> write(out, object);
  }

  private static void write(JsonGenerator out, JsonObject object) throws IOException {
    out.writeStartObject();
    fields(out, object);
    out.writeEndObject();
  }

  /**
   * An object that ends in an array.
   *
   * @param head the fields before the array
   */
  static Stream<Json> object(JsonObject head, String array, Stream<Json> items) {
    return object(head, array, items, new JsonObject());
  }

  /**
   * @param tail the fields after the array
   */
  static Stream<Json> object(JsonObject head, String array, Stream<Json> items, JsonObject tail) {
    Json begin =
        out -> {
          out.writeStartObject();
          fields(out, head);
          out.writeArrayFieldStart(array);
        };
    Json end =
        out -> {
          out.writeEndArray();
          fields(out, tail);
          out.writeEndObject();
        };
    return Stream.concat(Stream.of(begin), Stream.concat(items, Stream.of(end)));
  }

  private static void fields(JsonGenerator out, JsonObject object) throws IOException {
    for (var field : object.getMap().entrySet()) {
      out.writeFieldName(field.getKey());
      value(out, field.getValue());
    }
  }

  /** An answer may have thousands of objects: to ask the generator's mapper how costs more. */
  private static void value(JsonGenerator out, Object value) throws IOException {
    switch (value) {
      case String text -> out.writeString(text);
      case Integer number -> out.writeNumber(number);
      case Long number -> out.writeNumber(number);
      case Boolean is -> out.writeBoolean(is);
      case JsonObject object -> write(out, object);
      case null -> out.writeNull();
      default -> out.writeRawValue(io.vertx.core.json.Json.encode(value));
    }
  }

  /**
   * An object whose last field is a string of any length.
   *
   * @param head the fields before it
   * @param pieces of the string; none ends within a character
   */
  static Stream<Json> text(JsonObject head, String name, Iterator<String> pieces) {
    Json begin =
        out -> {
          out.writeStartObject();
          fields(out, head);
          out.writeFieldName(name);
          // The generator takes this for the whole value.
          out.writeRawValue("\"");
        };
    Json end =
        out -> {
          out.writeRaw('"');
          out.writeEndObject();
        };
    return Stream.concat(
        Stream.of(begin), Stream.concat(stream(pieces).map(Json::quoted), Stream.of(end)));
  }

  private static Json quoted(String piece) {
    return out -> {
      var quoted = JsonStringEncoder.getInstance().quoteAsString(piece);
      out.writeRaw(quoted, 0, quoted.length);
    };
  }

  private static Stream<String> stream(Iterator<String> pieces) {
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pieces, 0), false);
  }
}
