package dev.lockstep.proof;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * A text with signatures (C2SP signed-note). The signatures are not checked here, see {@link
 * Trust}.
 *
 * @param text what is signed; ends with a newline
 */
public record SignedNote(String text, List<Line> signatures) {
  /** The specification requires that at least 16 are accepted; a ledger may have more members. */
  private static final int SIGNATURES_MAX = 99;

  /** In characters: a checkpoint with {@link #SIGNATURES_MAX} signatures is far shorter. */
  private static final int LENGTH_MAX = 100_000;

  private static final String DASH = "\u2014 ";
  private static final int KEY_ID_BYTES = 4;

  public SignedNote {
    signatures = List.copyOf(signatures);
    if (!text.endsWith("\n")) {
      throw new MalformedException("the text of a note does not end with a newline");
    }
  }

  /**
   * A signature line.
   *
   * @param keyId which key of that name, and which kind of signature: eight hexadecimal digits
   * @param signature the bytes of this kind of signature, without the key id
   */
  public record Line(String name, String keyId, byte[] signature) {
    private String format() {
      var bytes = new byte[KEY_ID_BYTES + signature.length];
      System.arraycopy(HexFormat.of().parseHex(keyId), 0, bytes, 0, KEY_ID_BYTES);
      System.arraycopy(signature, 0, bytes, KEY_ID_BYTES, signature.length);
      return DASH + name + " " + Base64.getEncoder().encodeToString(bytes) + "\n";
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Line line
          && line.name.equals(name)
          && line.keyId.equals(keyId)
          && Arrays.equals(line.signature, signature);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * name.hashCode() + keyId.hashCode()) + Arrays.hashCode(signature);
    }

    @Override
    public String toString() {
      return name + "+" + keyId;
    }
  }

  /** The same note with one signature more. */
  public SignedNote with(Line line) {
    var more = new ArrayList<>(signatures);
    more.add(line);
    return new SignedNote(text, more);
  }

  /** The note as it is kept and sent. */
  public String format() {
    var note = new StringBuilder(text).append('\n');
    signatures.forEach(line -> note.append(line.format()));
    return note.toString();
  }

  /**
   * @throws MalformedException when the bytes are no signed note; the message says why
   */
  public static SignedNote parse(byte[] bytes) {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      throw new MalformedException("the note is not UTF-8", e);
    }
  }

  /**
   * @throws MalformedException when it is no signed note; the message says why
   */
  public static SignedNote parse(String note) {
    if (note.length() > LENGTH_MAX) {
      throw new MalformedException("the note has " + note.length() + " characters");
    }
    if (note.codePoints().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedException("the note has a control character");
    }
    // The text may have empty lines too: the last one in the note ends it.
    int end = note.lastIndexOf("\n\n");
    if (end < 0) {
      throw new MalformedException("the note has no empty line before its signatures");
    }
    var lines = note.substring(end + 2);
    if (!lines.endsWith("\n")) {
      throw new MalformedException("the note does not end with a newline after a signature");
    }
    // The last part is empty, because the last line ends with a newline.
    var parts = lines.split("\n", SIGNATURES_MAX + 2);
    if (parts.length - 1 > SIGNATURES_MAX) {
      throw new MalformedException("the note has more than " + SIGNATURES_MAX + " signatures");
    }
    List<Line> signatures = new ArrayList<>();
    for (var line : Arrays.asList(parts).subList(0, parts.length - 1)) {
      signatures.add(line(line));
    }
    return new SignedNote(note.substring(0, end + 1), signatures);
  }

  private static Line line(String line) {
    int space = line.indexOf(' ', DASH.length());
    if (!line.startsWith(DASH) || space < 0) {
      throw new MalformedException("\"" + Excerpt.of(line) + "\" is no signature line");
    }
    var name = line.substring(DASH.length(), space);
    if (!isKeyName(name)) {
      throw new MalformedException("\"" + Excerpt.of(name) + "\" is no name of a key");
    }
    var bytes = base64(line.substring(space + 1));
    if (bytes.length <= KEY_ID_BYTES) {
      throw new MalformedException("the signature of " + Excerpt.of(name) + " is too short");
    }
    return new Line(
        name,
        HexFormat.of().formatHex(bytes, 0, KEY_ID_BYTES),
        Arrays.copyOfRange(bytes, KEY_ID_BYTES, bytes.length));
  }

  private static boolean isKeyName(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .noneMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '+');
  }

  /** Takes only the one text that RFC 4648, section 4, gives for these bytes. */
  static byte[] base64(String text) {
    try {
      var bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // The sentence below names the text.
    }
    throw new MalformedException(
        "\"" + Excerpt.of(text) + "\" is no base64 of RFC 4648, section 4");
  }
}
