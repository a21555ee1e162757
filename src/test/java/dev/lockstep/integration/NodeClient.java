package dev.lockstep.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;

/**
 * A program that uses a node over HTTP.
 *
 * @param host what the node is called where it is known, which need not be here
 */
record NodeClient(String url, String token, String host) {
  static final ObjectMapper JSON = new ObjectMapper();

  /** A node waits itself for ten seconds before it says that it does. */
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  static {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
  }

  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  record Answer(int status, JsonNode body) {
    String code() {
      return body.path("code").asText();
    }
  }

  HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(Duration.ofSeconds(40))
            .header("Authorization", "Bearer " + token);
    if (!url.equals("http://" + host)) {
      // In HTTP/2 this client would name two hosts.
      request.header("Host", host).version(HttpClient.Version.HTTP_1_1);
    }
    return request;
  }

  Answer get(String path) {
    return send(request(path).GET().build());
  }

  Answer post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  /**
   * Asks until the answer is another one than that the node waits for others: on a busy machine a
   * member may be silent for a while, and how long is nothing that a test is about.
   *
   * @param id null for a new one
   */
  Answer transfer(String id, String from, String to, String amount) {
    var same = id == null ? newId() : id;
    long began = System.nanoTime();
    var answer = transferOnce(same, from, to, amount);
    while (answer.status() == 503 && System.nanoTime() - began < PATIENCE.toNanos()) {
      answer = transferOnce(same, from, to, amount);
    }
    return answer;
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Asks once, as somebody does who wants to know whether the node waits for others. */
  Answer transferOnce(String id, String from, String to, String amount) {
    ObjectNode body =
        JSON.createObjectNode().put("id", id).put("from", from).put("to", to).put("amount", amount);
    return post("/api/transfers", body.toString());
  }

  String text(String path) {
    try {
      return HTTP.send(request(path).GET().build(), BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** The status of an answer; 0 when no node answers. */
  int status(String path) {
    try {
      return get(path).status;
    } catch (UncheckedIOException nobody) {
      return 0;
    }
  }

  Answer send(HttpRequest request) {
    try {
      var response = HTTP.send(request, BodyHandlers.ofString());
      var text = response.body();
      return new Answer(
          response.statusCode(),
          text.startsWith("{") ? JSON.readTree(text) : JSON.createObjectNode());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A counter of {@code /metrics}, 0 when it is not there yet. */
  double metric(String line) {
    return text("/metrics")
        .lines()
        .filter(l -> l.startsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }
}
