package dev.lockstep.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients over HTTP, each with a thread and a connection of its own. */
final class HttpLoad implements Load {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int OK_FROM = 200;
  private static final int OK_BELOW = 300;

  private final Workload workload;
  private final List<Target> targets;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  HttpLoad(Workload workload, List<Target> targets) {
    this.workload = workload;
    this.targets = targets;
  }

  @Override
  public void run(Window window) {
    List<Future<?>> loops = new ArrayList<>();
    for (var target : targets) {
      var request = request(target);
      for (int i = 0; i < workload.outstanding(); i++) {
        loops.add(threads.submit(() -> loop(target, request, window)));
      }
    }
    loops.forEach(HttpLoad::await);
  }

  private void loop(Target target, HttpRequest request, Window window) {
    while (!window.isOver()) {
      long asked = System.nanoTime();
      requireSuccess(target, send(target, request));
      window.answered(asked);
    }
  }

  private HttpResponse<String> send(Target target, HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new BenchException(target.member() + " did not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("The bench was interrupted.", e);
    }
  }

  /** Of many transfers, each that was refused has a code. */
  private static void requireSuccess(Target target, HttpResponse<String> answer) {
    boolean isOk = answer.statusCode() >= OK_FROM && answer.statusCode() < OK_BELOW;
    if (!isOk || answer.body().contains("\"code\":")) {
      var body = answer.body();
      throw new BenchException(
          "%s answered %d: %s"
              .formatted(
                  target.member(),
                  answer.statusCode(),
                  body.substring(0, Math.min(300, body.length()))));
    }
  }

  /** Without ids: the node chooses new ones each time. */
  private HttpRequest request(Target target) {
    var transfer =
        "{\"from\":\"%s\",\"to\":\"%s\",\"amount\":\"0.01\"}"
            .formatted(target.payer(), target.payee());
    boolean isOne = workload.transfers() == 1;
    var body =
        isOne
            ? transfer
            : "{\"transfers\":["
                + String.join(",", Collections.nCopies(workload.transfers(), transfer))
                + "]}";
    var path = isOne ? "/api/transfers" : "/api/batches";
    return HttpRequest.newBuilder(URI.create(target.address() + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + target.token())
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  private static void await(Future<?> loop) {
    try {
      loop.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BenchException known
          ? known
          : new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("The bench was interrupted.", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    client.close();
  }
}
