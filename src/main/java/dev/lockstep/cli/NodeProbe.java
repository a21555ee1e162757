package dev.lockstep.cli;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks running nodes whether they are there. Safe for use by any thread. */
final class NodeProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** Made when it is needed: the commands that never ask are made with a probe too. */
  private static final class Http {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
  }

  /** Whether something answers as a node does at its address. */
  boolean isLive(RemoteNode node) {
    return isAnswered(HttpRequest.newBuilder(node.uri("http", "/health/live")));
  }

  /** Whether the node takes transfers now. */
  boolean isReady(RemoteNode node) {
    return isAnswered(HttpRequest.newBuilder(node.uri("http", "/health/ready")));
  }

  /** Whether the node takes the token that is in its file. */
  boolean takesToken(RemoteNode node) {
    return isAnswered(
        HttpRequest.newBuilder(node.uri("http", "/api/status"))
            .header("Authorization", "Bearer " + node.token()));
  }

  private boolean isAnswered(HttpRequest.Builder request) {
    try {
      return Http.CLIENT
                  .send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.discarding())
                  .statusCode()
              / 100
          == 2;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
