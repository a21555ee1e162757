package dev.lockstep.reader;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.MalformedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads from a node's REST interface, and changes nothing. The caller has to check the answers.
 *
 * @param address scheme, host and port
 * @param token a token of the node; a read-only one is enough
 * @param timeout for a whole answer
 */
public record NodeReader(HttpClient http, URI address, String token, Duration timeout) {
  /** Longer than any correct answer, such as a page of full blocks with long memos. */
  private static final int BYTES_MAX = 64 << 20;

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  public NodeReader(HttpClient http, URI address, String token) {
    this(http, address, token, TIMEOUT);
  }

  /** For all nodes of one command. */
  public static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(3))
        .build();
  }

  /** The status and the body of an answer. */
  public record Answer(int status, byte[] body) {
    public boolean isOk() {
      return status == 200;
    }

    /** The sentence of a problem, or one about the status. */
    public String detail() {
      try {
        return ReceiptFile.text(ReceiptFile.json(body), "detail");
      } catch (MalformedException _) {
        return "It answered " + status + ".";
      }
    }
  }

  /**
   * @param path with the query
   * @throws IOException when no answer came
   * @throws ReaderException when the node does not accept the token
   */
  public Answer get(String path) throws IOException, InterruptedException {
    var response = received(path);
    if (response.statusCode() == 401) {
      throw ReaderException.refused(
          "%s does not accept the token; a sign-in link has none that programs can use, so ask whoever runs the node for a read-only token."
              .formatted(address));
    }
    return new Answer(response.statusCode(), response.body());
  }

  /** The whole answer: the time limit of a request would end with the head of the answer. */
  private HttpResponse<byte[]> received(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(address.resolve(path))
            .header("Authorization", "Bearer " + token)
            .build();
    var whole =
        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), BYTES_MAX);
    var coming = http.sendAsync(request, whole);
    try {
      return coming.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "its answer has not come within " + timeout.toMillis() / 1_000.0 + " s", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } finally {
      coming.cancel(true);
    }
  }

  private static IOException failed(Throwable cause) {
    return switch (cause) {
      case ConnectException e -> new IOException("nobody listens there", e);
      // Without a message, what remains is the name of the exception.
      case IOException e ->
          new IOException(e.getMessage() == null ? e.toString() : e.getMessage(), e);
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(cause);
    };
  }

  /**
   * The JSON of an answer with status 200.
   *
   * @throws IOException when no answer came, or another one
   */
  public JsonNode json(String path) throws IOException, InterruptedException {
    var answer = get(path);
    if (!answer.isOk()) {
      throw new IOException(Excerpt.of(answer.detail()));
    }
    try {
      return ReceiptFile.json(answer.body());
    } catch (MalformedException e) {
      throw new IOException("its answer cannot be read: " + e.getMessage(), e);
    }
  }
}
