package dev.lockstep.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import client.Pay;
import dev.lockstep.FreePorts;
import dev.lockstep.client.LockstepClientOptions;
import dev.lockstep.client.Payment;
import dev.lockstep.embedded.LockstepNodeOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import node.Shop;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The programs in {@code examples}, as their readers would run them. */
@DisplayName("The examples")
@Timeout(60)
class ExamplesTest {
  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();

  /** Vert.x closes a client that nothing refers to any more, in the middle of a request too. */
  private final HttpClient http = vertx.createHttpClient();

  private Path clusterFile(int http) throws Exception {
    var ports = FreePorts.take(2);
    var file = folder.resolve("cluster.yaml");
    Files.writeString(
        file,
        """
        ledger: example
        protocol: lamport
        members: [{ name: A, host: 127.0.0.1, http: %d, bus: %d, hazelcast: %d }]
        accounts: [{ name: A, owner: A, balance: 10 }, { name: B, owner: A, balance: 0 }]
        """
            .formatted(http, ports.get(0), ports.get(1)));
    return file;
  }

  private Future<HttpClientResponse> post(int port, String path) {
    return http.request(HttpMethod.POST, port, "127.0.0.1", path)
        .compose(request -> request.send())
        .compose(response -> response.end().map(response));
  }

  @Test
  void pay_inside_a_program_and_over_the_network() throws Exception {
    int console = FreePorts.take();
    int shop = FreePorts.take();
    var options = LockstepNodeOptions.of(clusterFile(console), "A", folder.resolve("data"));
    var deployed = vertx.deployVerticle(new Shop(options, shop)).await();

    // A member that is alone is ready as soon as it listens, and waits for its first block here.
    assertEquals(200, post(shop, "/pay?to=B&amount=4.00").await().statusCode());
    assertEquals(402, post(shop, "/pay?to=B&amount=7.00").await().statusCode());

    var token = Files.readString(folder.resolve("data/A/token")).strip();
    var node = LockstepClientOptions.of(URI.create("http://127.0.0.1:" + console), token);
    var paid = Pay.pay(vertx, node, Payment.of("A", "B", "1.50")).await();
    assertTrue(paid.matches("paid: [0-9a-f-]{36} is at height 2, position 0\nA has 4.50"), paid);
    var refused = Pay.pay(vertx, node, Payment.of("A", "B", "5.00")).await();
    assertTrue(refused.endsWith("(insufficient_funds)\nA has 4.50"), refused);

    vertx.undeploy(deployed).await();
    vertx.close().await();
  }
}
