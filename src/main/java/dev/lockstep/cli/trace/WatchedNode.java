package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.cli.console.RpcConnection;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node that sends the events of all members. For one thread. */
final class WatchedNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Beyond it the rest stays with the node. */
  private static final int WAITING_MAX = 256;

  private final RemoteNode node;
  private final BlockingQueue<JsonNode> notifications = new ArrayBlockingQueue<>(WAITING_MAX);
  private final RpcConnection connection;

  private WatchedNode(RemoteNode node) {
    this.node = node;
    this.connection = RpcConnection.open(node, this::put);
  }

  /**
   * @param from the first event of some members
   * @param last how many of the newest events of the others
   * @throws CliException when the node does not answer, or lets nobody watch
   */
  static WatchedNode open(RemoteNode node, Map<String, Long> from, int last) {
    var watched = new WatchedNode(node);
    try {
      watched.ask(from, last);
      return watched;
    } catch (CliException e) {
      watched.close();
      throw e;
    }
  }

  /**
   * Begins again.
   *
   * @throws CliException when the node does not answer, or lets nobody watch
   */
  void ask(Map<String, Long> from, int last) {
    var params = JsonNodeFactory.instance.objectNode().put("last", last);
    var numbers = params.putObject("from");
    from.forEach(numbers::put);
    try {
      var answer = connection.call("watch", params, PATIENCE, _ -> {});
      if (answer.hasNonNull("error")) {
        throw new CliException(
            ExitCode.UNAVAILABLE,
            "Node %s: %s".formatted(node.name(), answer.path("error").path("message").asText()));
      }
    } catch (IOException | TimeoutException _) {
      throw node.noAnswer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }

  private void put(JsonNode notification) {
    try {
      notifications.put(notification);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  String name() {
    return node.name();
  }

  /** What the node has sent, after a while at most. */
  Optional<JsonNode> poll(Duration patience) {
    try {
      return Optional.ofNullable(notifications.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }

  /** Whether nothing more comes. */
  boolean isLost() {
    return connection.isClosed() && notifications.isEmpty();
  }

  @Override
  public void close() {
    connection.close();
  }
}
