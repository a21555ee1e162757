package dev.lockstep.command;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Unseen;

/** The form of an account's or a member's name. */
final class Names {
  private Names() {}

  /** Refuses a word that no account and no member can be named. */
  static String require(Token token) {
    var text = token.text();
    if (Genesis.isName(text)) {
      return text;
    }
    for (int at = 0; at < text.length(); at++) {
      int c = text.codePointAt(at);
      if (!Genesis.isName(Character.toString(c))) {
        throw new SyntaxException(
            token.start() + at,
            "\""
                + Excerpt.of(text)
                + "\" is no account name because of "
                + (c > 127 ? Unseen.name(c) : Character.toString(c))
                + "; names are 1 to 32 of A-Z a-z 0-9 _ -.");
      }
    }
    throw new SyntaxException(
        token.start(),
        "\""
            + Excerpt.of(text)
            + "\" is no account name because it is too long; names are 1 to 32 of A-Z a-z 0-9 _ -.");
  }
}
