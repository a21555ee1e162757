package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.micrometer.MicrometerMetricsFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What Vert.x measures of itself in a node. */
@DisplayName("What Vert.x measures")
class VertxMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Vertx vertx =
      Vertx.builder()
          .with(new VertxOptions().setMetricsOptions(VertxMeters.options()))
          .withMetrics(new MicrometerMetricsFactory(registry))
          .build();

  /** Kept: Vert.x closes a client that nobody refers to, whatever it is at. */
  private final HttpClient client = vertx.createHttpClient();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void http_event_bus_and_pools_are_measured() throws Exception {
    vertx
        .eventBus()
        .<String>consumer("somewhere", message -> message.reply(""))
        .completion()
        .await();
    vertx.eventBus().request("somewhere", "").await();
    vertx.createSharedWorkerExecutor("a-pool", 1).executeBlocking(() -> 1).await();
    ask(HttpMethod.GET, "/");

    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .untilAsserted(
            () -> {
              var text = registry.scrape();
              for (var name :
                  List.of(
                      "vertx_http_server_requests_total{code=\"200\"}",
                      "vertx_eventbus_delivered_total{side=\"local\"}",
                      "vertx_pool_completed_total{pool_name=\"a-pool\",pool_type=\"worker\"}")) {
                assertTrue(text.contains("\n" + name), name + " is not in " + text);
              }
            });
  }

  @Test
  void a_client_adds_no_series_by_what_it_writes_into_a_request() throws Exception {
    ask(HttpMethod.valueOf("BREW"), "/coffee");

    Awaitility.await()
        .atMost(10, TimeUnit.SECONDS)
        .until(() -> registry.scrape().contains("\nvertx_http_server_requests_total"));
    assertFalse(registry.scrape().contains("BREW"), registry::scrape);
    assertFalse(registry.scrape().contains("coffee"), registry::scrape);
  }

  private void ask(HttpMethod method, String path) {
    var server =
        vertx
            .createHttpServer()
            .requestHandler(request -> request.response().end())
            .listen(0, "127.0.0.1")
            .await();
    client
        .request(method, server.actualPort(), "127.0.0.1", path)
        .compose(HttpClientRequest::send)
        .compose(HttpClientResponse::body)
        .await();
  }
}
