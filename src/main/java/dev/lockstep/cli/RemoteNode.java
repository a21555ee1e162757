package dev.lockstep.cli;

import dev.lockstep.command.ExitCode;
import dev.lockstep.config.Member;
import dev.lockstep.console.access.SignInCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A running node as its clients see it: its address and its token.
 *
 * @param tokenFile written by the node at its first start
 * @param startCommand what a person types to start the node on this machine
 */
public record RemoteNode(Member member, Path tokenFile, String startCommand) {

  static RemoteNode of(Member member, Path dataDir, CommandHint hint) {
    return new RemoteNode(
        member, dataDir.resolve(member.name()).resolve("token"), hint.of(member.name()));
  }

  public String name() {
    return member.name();
  }

  public URI uri(String scheme, String path) {
    return URI.create(scheme + "://" + member.at(member.http()) + path);
  }

  /**
   * A link that signs a browser in once, at the address that browsers see.
   *
   * @param readOnly whether the browser may change nothing
   */
  public String signInLink(boolean readOnly) {
    var secret = readOnly ? token(tokenFile.resolveSibling("token-readonly")) : token();
    var path = "/?token=" + SignInCode.make(secret, System.currentTimeMillis());
    return member.url().map(url -> url + path).orElseGet(() -> uri("http", path).toString());
  }

  /**
   * Read each time, because a node with a new data directory has a new token.
   *
   * @throws CliException when there is none
   */
  public String token() {
    return token(tokenFile);
  }

  /** One with which nothing can be changed, where the node has one. */
  String readingToken() {
    var readOnly = tokenFile.resolveSibling("token-readonly");
    return Files.exists(readOnly) ? token(readOnly) : token();
  }

  private String token(Path file) {
    try {
      var token = Files.readString(file).strip();
      if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw new CliException(
            ExitCode.FAILURE,
            "The token in "
                + file
                + " is damaged; copy it from the machine of node "
                + name()
                + " again.");
      }
      return token;
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "There is no token of node %s at %s; start the node with %s, or name its data directory with --data DIR."
              .formatted(name(), file, startCommand),
          e);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "The token of node %s at %s cannot be read; check its permissions."
              .formatted(name(), file),
          e);
    }
  }

  public CliException noAnswer() {
    return new CliException(
        ExitCode.UNAVAILABLE,
        "Node %s does not answer at %s; start it with %s."
            .formatted(name(), member.at(member.http()), startCommand));
  }

  public CliException takesNobody() {
    return new CliException(
        ExitCode.UNAVAILABLE,
        "Node %s takes no new connections, because it is stopping or has too many; try again in a moment."
            .formatted(name()));
  }

  public CliException tokenRefused() {
    return new CliException(
        ExitCode.FAILURE,
        "Node %s does not accept the token in %s; name the data directory that it runs on with --data DIR."
            .formatted(name(), tokenFile));
  }
}
