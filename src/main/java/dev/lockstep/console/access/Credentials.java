package dev.lockstep.console.access;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What opens this node now: its tokens, the codes of sign-in links, and the sessions of browsers.
 * Used by the console's event loop only.
 */
public final class Credentials {
  private final Sessions sessions;
  private final SignInCode.Used codes = new SignInCode.Used(System.currentTimeMillis());
  private Tokens tokens;
  private Grant all = new Grant(Right.ALL);
  private Grant reading = new Grant(Right.READ);

  /**
   * @param sessionMillis how long a browser stays signed in
   * @param remembered the {@link #text} of the last run, or nothing
   */
  public Credentials(Tokens tokens, long sessionMillis, String remembered) {
    this.tokens = tokens;
    this.sessions = new Sessions(sessionMillis, System::currentTimeMillis);
    var lines = remembered.lines().toList();
    // Sessions end with the tokens by which they began, also while the node is down.
    if (!lines.isEmpty() && lines.getFirst().equals(tokens.fingerprint())) {
      sessions.restore(lines.stream().skip(1));
    }
  }

  /** The sessions, for the next run: which tokens they belong to, and a line for each. */
  public String text() {
    return Stream.concat(Stream.of(tokens.fingerprint()), sessions.lines())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  Optional<Grant> ofToken(String offered) {
    return tokens.rightOf(offered).map(this::grant);
  }

  private Grant grant(Right right) {
    return switch (right) {
      case ALL -> all;
      case READ -> reading;
    };
  }

  Optional<Grant> ofSession(String id) {
    return sessions.find(id);
  }

  /**
   * Begins a session with what stood in a sign-in link: a code that was not used yet, or a token.
   *
   * @return the id of the session
   */
  Optional<String> signIn(String offered) {
    return tokens
        .rightOf(offered)
        .or(() -> codes.use(offered, tokens, System.currentTimeMillis()))
        .map(sessions::begin);
  }

  void signOut(String id) {
    sessions.end(id);
  }

  /** Ends the sessions whose time is over. */
  public void sweep() {
    sessions.sweep();
  }

  /**
   * The tokens as they are in their files now. With a new one, whatever the old ones opened ends.
   */
  public void take(Tokens now) {
    if (now.equals(tokens)) {
      return;
    }
    tokens = now;
    var ended = new Grant[] {all, reading};
    all = new Grant(Right.ALL);
    reading = new Grant(Right.READ);
    sessions.endAll();
    for (var grant : ended) {
      grant.end();
    }
  }
}
