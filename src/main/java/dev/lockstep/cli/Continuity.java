package dev.lockstep.cli;

import dev.lockstep.cli.console.Sanitized;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.reader.Believed;
import dev.lockstep.reader.NodeReader;
import dev.lockstep.reader.ReaderException;
import dev.lockstep.reader.SeenCheckpoint;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Optional;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Whether the ledger that nodes show today continues the one that this client has seen before. */
final class Continuity {
  private final Main main;

  Continuity(Main main) {
    this.main = main;
  }

  /**
   * Asks each node; says in red which of them does not continue its ledger.
   *
   * @return whether all is well, as far as they answer
   */
  boolean holds(ClusterConfig config, List<RemoteNode> nodes) {
    var believed = believed(config);
    if (believed.isEmpty()) {
      return true;
    }
    boolean holds = true;
    try (var http = NodeReader.client()) {
      for (var node : nodes) {
        var alarm = alarm(http, node, believed.get());
        alarm.ifPresent(sentence -> main.stdio().err().println(red(Sanitized.text(sentence))));
        holds &= alarm.isEmpty();
      }
    }
    return holds;
  }

  /** Without any member's key there is nothing to compare signatures with. */
  private Optional<Believed> believed(ClusterConfig config) {
    try {
      return Optional.of(
          Believed.of(config, main.options().dataDir(), main.stdio().err()::println));
    } catch (ReaderException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> alarm(HttpClient http, RemoteNode node, Believed believed) {
    try {
      var reader = new NodeReader(http, node.uri("http", "/"), node.token());
      return SeenCheckpoint.beside(node.tokenFile()).check(reader, believed);
    } catch (CliException | ReaderException _) {
      // A missing or refused token is reported by what the person has asked for.
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The checkpoint of " + node.name() + " cannot be kept: " + e.getMessage() + ".");
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private String red(String sentence) {
    return main.stdio().isColoured()
        ? new AttributedStringBuilder()
            .styled(AttributedStyle.DEFAULT.foreground(AttributedStyle.RED), sentence)
            .toAnsi()
        : sentence;
  }
}
