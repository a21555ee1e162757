package dev.lockstep.cli.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.OutputFormat;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.command.Command;
import dev.lockstep.command.ExitCode;
import dev.lockstep.command.Reading;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Sends command lines to a node, and reconnects when the connection has ended. */
public final class CommandChannel implements AutoCloseable {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final RemoteNode node;
  private final OutputFormat output;
  private final Duration timeout;
  private volatile RpcConnection connection;

  /**
   * The answer of the node to a command.
   *
   * @param namesItsPlace whether the text begins with the place on the line that it is about
   */
  public record Answer(String text, int exitCode, boolean namesItsPlace) {
    public boolean isFailure() {
      return exitCode != ExitCode.OK;
    }
  }

  /**
   * @param timeout after which a command, or a transfer of it, that was not answered is given up
   */
  public CommandChannel(RemoteNode node, OutputFormat output, Duration timeout) {
    this.node = node;
    this.output = output;
    this.timeout = timeout;
  }

  /**
   * Connects if there is no connection.
   *
   * @throws CliException when the node is not there
   */
  public void connect() {
    if (connection != null && connection.isClosed()) {
      connection.close();
      connection = null;
    }
    if (connection == null) {
      connection = RpcConnection.open(node, _ -> {});
    }
  }

  /**
   * Has the node run a command.
   *
   * @param printed takes the parts of a long text as they arrive; the answer then has none
   * @throws CliException when the node is not there, or was lost before it answered
   */
  public Answer run(String line, Consumer<String> printed) {
    connect();
    var params =
        JsonNodeFactory.instance.objectNode().put("line", line).put("output", output.name());
    try {
      var response = connection.call("command", params, patience(line), printed);
      if (response.hasNonNull("error")) {
        var message = response.path("error").path("message").asText("an error without a message");
        return new Answer("Node " + node.name() + ": " + message, ExitCode.FAILURE, false);
      }
      var result = response.path("result");
      return new Answer(
          Sanitized.text(result.path("text").asText()),
          result.path("exit_code").asInt(ExitCode.FAILURE),
          output == OutputFormat.table && (result.has("column") || result.has("transfer")));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "The connection to node %s was lost before it answered; whether the command took effect is not known, so look before you repeat it."
              .formatted(node.name()),
          e);
    } catch (TimeoutException e) {
      throw new CliException(
          ExitCode.UNAVAILABLE,
          "Node %s has not answered for %d s; whether the command took effect is not known, so look before you repeat it."
              .formatted(node.name(), patience(line).toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.", e);
    }
  }

  /**
   * For whom the node waits, while a command runs. Any thread may ask; who asks often asks in vain
   * when the node is slow.
   */
  Optional<String> waitingFor() {
    var asked = connection;
    if (asked == null || asked.isClosed()) {
      return Optional.empty();
    }
    try {
      var params = JsonNodeFactory.instance.objectNode();
      return Waiting.text(asked.call("status", params, LOOK, _ -> {}).path("result"));
    } catch (IOException | TimeoutException _) {
      // The command itself says that the node is lost.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** The transfers of a line are executed one after the other, and each may take its time. */
  private Duration patience(String line) {
    return Reading.of(line) instanceof Reading.Understood(Command.Transfers(var payments), var _)
        ? timeout.multipliedBy(payments.size())
        : timeout;
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
