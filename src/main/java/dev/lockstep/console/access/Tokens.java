package dev.lockstep.console.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The tokens of a node, each in a file in {@code DIR/NAME}.
 *
 * @param all in {@code token}: whoever has it may do everything that a client can
 * @param reading in {@code token-readonly}: for auditors and monitoring
 */
public record Tokens(Token all, Token reading) {
  private static final String ALL = "token";
  private static final String READING = "token-readonly";

  /**
   * Reads the tokens of a data directory, and makes those that are not there.
   *
   * @throws IOException with a sentence when one of them cannot be used
   */
  public static Tokens of(Path directory) throws IOException {
    for (var name : new String[] {ALL, READING}) {
      if (Files.notExists(directory.resolve(name))) {
        Token.random().write(directory.resolve(name));
      }
    }
    return read(directory);
  }

  /**
   * Reads what is there.
   *
   * @throws IOException with a sentence when one of them cannot be used
   */
  public static Tokens read(Path directory) throws IOException {
    var tokens =
        new Tokens(Token.read(directory.resolve(ALL)), Token.read(directory.resolve(READING)));
    if (tokens.all.equals(tokens.reading)) {
      throw new IOException(
          "the tokens in %s and %s are the same, so that whoever may read could write; delete one of the files"
              .formatted(directory.resolve(ALL), READING));
    }
    return tokens;
  }

  /**
   * Puts new tokens in the place of both. A node that runs takes them within a second.
   *
   * @throws IOException when the disk does not allow it
   */
  public static void rotate(Path directory) throws IOException {
    // The one that may do more comes first: after a crash in between, it is the new one.
    Token.random().write(directory.resolve(ALL));
    Token.random().write(directory.resolve(READING));
  }

  /** Names these tokens, and tells nobody what they are. */
  String fingerprint() {
    return Token.hash(all.text() + " " + reading.text());
  }

  /** What the owner of a token may do. */
  Optional<Right> rightOf(String offered) {
    if (all.matches(offered)) {
      return Optional.of(Right.ALL);
    }
    return reading.matches(offered) ? Optional.of(Right.READ) : Optional.empty();
  }
}
