package dev.lockstep.cli.submit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.cli.CliException;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The one call of a node's REST interface that is needed here. Safe for use by many threads. */
final class TransferApi implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonFactory FACTORY = JSON.getFactory();

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(3))
          .build();
  private final Duration timeout;

  /** The result of one request. */
  sealed interface Response {
    /** One outcome for each transfer, in order. */
    record Answered(List<ItemOutcome> outcomes) implements Response {}

    /** None of the transfers was executed. */
    record NotTaken(String reason) implements Response {}

    /** It is not known what became of the transfers. */
    record Lost(String reason) implements Response {}
  }

  TransferApi(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * @throws CliException when asking again would be of no use
   */
  Response post(RemoteNode node, List<Item> items) throws InterruptedException {
    String token;
    try {
      token = node.token();
    } catch (CliException e) {
      if (e.exitCode() == ExitCode.UNAVAILABLE) {
        return new Response.NotTaken(e.getMessage());
      }
      throw e;
    }
    var request =
        HttpRequest.newBuilder(node.uri("http", "/api/transfers"))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .timeout(timeout)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body(items)))
            .build();
    try {
      return read(node, items, http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Response.NotTaken(node.noAnswer().getMessage());
    } catch (IOException e) {
      return new Response.Lost("Node " + node.name() + " was lost before it answered.");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static Response read(RemoteNode node, List<Item> items, HttpResponse<byte[]> response)
      throws IOException {
    int status = response.statusCode();
    if (status == 401) {
      throw node.tokenRefused();
    }
    var json = JSON.readTree(response.body());
    if (status == 200) {
      var results = json.path("results");
      if (results.size() != items.size()) {
        throw new IOException("an answer for each transfer is missing");
      }
      List<ItemOutcome> outcomes = new ArrayList<>(items.size());
      results.forEach(result -> outcomes.add(outcome(result)));
      return new Response.Answered(outcomes);
    }
    var detail = json.path("detail").asText("Node " + node.name() + " answered " + status + ".");
    return switch (status) {
      case 429, 503 -> new Response.NotTaken(detail);
      case 500, 502, 504 -> new Response.Lost(detail);
      default ->
          throw new CliException(
              ExitCode.FAILURE,
              "Node %s did not take the transfers from line %d on: %s"
                  .formatted(node.name(), items.getFirst().line(), detail));
    };
  }

  private static ItemOutcome outcome(JsonNode result) {
    var code = result.path("code").asText("");
    var status = result.path("status").asText("");
    var detail = result.path("detail").asText("");
    return switch (code.isEmpty() ? status : code) {
      case "unavailable" -> new ItemOutcome.Unavailable(detail);
      case "overloaded" -> new ItemOutcome.Overloaded(detail);
      case "in_doubt", "" -> new ItemOutcome.InDoubt(doubt(result, detail));
      default ->
          code.isEmpty()
              ? new ItemOutcome.Accepted(status, result.path("exists").asBoolean(false))
              : new ItemOutcome.Refused(code, detail);
    };
  }

  private static Why doubt(JsonNode result, String detail) {
    List<String> members = new ArrayList<>();
    result.path("waiting_for").forEach(member -> members.add(member.asText()));
    return new Why(detail, result.path("reason").asText(""), members);
  }

  private static byte[] body(List<Item> items) {
    var bytes = new ByteArrayOutputStream(items.size() * 100 + 20);
    try (var json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("transfers");
      for (var item : items) {
        json.writeStartObject();
        json.writeStringField("id", item.id().toString());
        json.writeStringField("from", item.triplet().from());
        json.writeStringField("to", item.triplet().to());
        json.writeStringField("amount", item.triplet().amount());
        if (!item.triplet().memo().isEmpty()) {
          json.writeStringField("memo", item.triplet().memo());
        }
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("memory can always be written", e);
    }
    return bytes.toByteArray();
  }
}
