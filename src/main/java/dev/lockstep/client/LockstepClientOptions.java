package dev.lockstep.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where a client finds its node, and what it does for how long.
 *
 * @param address of the node: scheme, host and port, such as {@code http://127.0.0.1:8081}
 * @param token of the node, from {@code DIR/NAME/token}; with the one of {@code token-readonly},
 *     transfers are refused with {@code read_only}
 * @param deadline how long a call is tried, over all connections, before it is given up
 * @param outstandingMax how many transfers and questions may be under way at once; further calls
 *     fail with {@link LockstepException#OVERLOADED}
 * @param remembered where the last checkpoint is kept; empty: the ledger is not checked
 */
public record LockstepClientOptions(
    URI address,
    String token,
    Duration deadline,
    int outstandingMax,
    Optional<Remembered> remembered) {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final int OUTSTANDING_MAX = 8_192;

  /**
   * What the client remembers of the ledger, from one run of the program to the next.
   *
   * @param file for the newest checkpoint that was seen; both notes are kept beside it when the
   *     ledger does not continue it
   * @param memberKeys the public keys of all members, as {@code ./run.sh key NAME} prints them
   */
  public record Remembered(Path file, List<String> memberKeys) {
    public Remembered {
      memberKeys = List.copyOf(memberKeys);
    }
  }

  /**
   * @throws IllegalArgumentException when a value cannot be used; the message names it
   */
  public LockstepClientOptions {
    require(
        address != null
            && address.getHost() != null
            && List.of("http", "https").contains(String.valueOf(address.getScheme())),
        "\"" + address + "\" is no address of a node, such as http://127.0.0.1:8081.");
    require(
        token != null && token.matches("[!-~]+"),
        "The token is empty or has other characters than a token; read it from the file token in"
            + " the directory of the node.");
    require(
        deadline.isPositive(), "The deadline is " + deadline + "; give one that is above zero.");
    require(
        outstandingMax > 0, "outstandingMax is " + outstandingMax + "; give one that is above 0.");
  }

  /** With a deadline of 30 s, 8,192 transfers under way, and nothing remembered. */
  public static LockstepClientOptions of(URI address, String token) {
    return new LockstepClientOptions(address, token, DEADLINE, OUTSTANDING_MAX, Optional.empty());
  }

  public LockstepClientOptions withDeadline(Duration time) {
    return new LockstepClientOptions(address, token, time, outstandingMax, remembered);
  }

  public LockstepClientOptions withOutstandingMax(int number) {
    return new LockstepClientOptions(address, token, deadline, number, remembered);
  }

  /**
   * Remembers the last checkpoint of the ledger, and uses no node whose ledger does not continue
   * it.
   */
  public LockstepClientOptions remembering(Path file, List<String> memberKeys) {
    return new LockstepClientOptions(
        address, token, deadline, outstandingMax, Optional.of(new Remembered(file, memberKeys)));
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "LockstepClientOptions[address=%s, deadline=%s, outstandingMax=%d, remembered=%s]"
        .formatted(address, deadline, outstandingMax, remembered);
  }

  private static void require(boolean holds, String sentence) {
    if (!holds) {
      throw new IllegalArgumentException(sentence);
    }
  }
}
