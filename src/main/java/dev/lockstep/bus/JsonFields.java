package dev.lockstep.bus;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * Writes one JSON object as text, field by field. Every event of a node is written, so no tree is
 * made of it first. For one thread.
 */
final class JsonFields {
  /** Characters of nearly every event. */
  private static final int USUAL = 1 << 10;

  /** Beyond it a thread does not keep the room of an object when the next one begins. */
  static final int KEPT_MAX = 1 << 16;

  /** Of each thread, which has one object at a time under way; only the text outlives it. */
  private static final ThreadLocal<StringBuilder> ROOM =
      ThreadLocal.withInitial(() -> new StringBuilder(USUAL));

  private final StringBuilder out = room();

  /** What this thread has written before is over. */
  JsonFields() {
    out.setLength(0);
    out.append('{');
  }

  private static StringBuilder room() {
    var room = ROOM.get();
    if (room.capacity() <= KEPT_MAX) {
      return room;
    }
    ROOM.remove();
    return ROOM.get();
  }

  /** How many characters this thread has room for. */
  static int kept() {
    return room().capacity();
  }

  JsonFields put(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  JsonFields put(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonFields put(String name, boolean value) {
    name(name);
    out.append(value);
    return this;
  }

  JsonFields putNull(String name) {
    name(name);
    out.append("null");
    return this;
  }

  /** Begins an object that is the value of a field; {@link #end} ends it. */
  JsonFields begin(String name) {
    name(name);
    out.append('{');
    return this;
  }

  /** Begins an object that is the next one of a list. */
  JsonFields begin() {
    comma();
    out.append('{');
    return this;
  }

  JsonFields end() {
    out.append('}');
    return this;
  }

  JsonFields list(String name) {
    name(name);
    out.append('[');
    return this;
  }

  /** The next one of a list. */
  JsonFields add(String value) {
    comma();
    string(value);
    return this;
  }

  JsonFields endList() {
    out.append(']');
    return this;
  }

  JsonFields put(String name, Iterable<String> values) {
    list(name);
    values.forEach(this::add);
    return endList();
  }

  /** How far it is written, to {@linkplain #back go back}. */
  int mark() {
    return out.length();
  }

  /** Forgets what was written since. */
  void back(int mark) {
    out.setLength(mark);
  }

  /** Whether nothing has been written into the object that was begun last. */
  boolean isEmpty() {
    return out.charAt(out.length() - 1) == '{';
  }

  /** The whole object; nothing is written after that. */
  String text() {
    return out.append('}').toString();
  }

  /** The same, which is gone when this thread writes another object. */
  CharSequence passing() {
    return out.append('}');
  }

  private void name(String name) {
    comma();
    // Names are our own words.
    out.append('"').append(name).append("\":");
  }

  /** A text ends with its quotation mark, so these two are always a beginning. */
  private void comma() {
    char last = out.charAt(out.length() - 1);
    if (last != '{' && last != '[') {
      out.append(',');
    }
  }

  private void string(String value) {
    out.append('"');
    if (isPlain(value)) {
      out.append(value);
    } else {
      JsonStringEncoder.getInstance().quoteAsString(value, out);
    }
    out.append('"');
  }

  /** As nearly all are: it is appended as a whole then, and not character by character. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
