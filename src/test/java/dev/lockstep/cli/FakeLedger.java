package dev.lockstep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** The REST interface of one node, as far as submit uses it, with faults on request. */
final class FakeLedger implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final String token;
  private final List<FakeLedger> order;
  final List<List<JsonNode>> requests = Collections.synchronizedList(new ArrayList<>());

  /** What to answer a transfer with. */
  Function<JsonNode, ObjectNode> rule = _ -> answer("status", "committed");

  /** How many of the next requests are heard and then cut off without an answer. */
  int cuts;

  /** The status of the next requests, instead of an answer. */
  final List<Integer> failures = new ArrayList<>();

  /**
   * @param order where each request leaves a mark of who got it
   */
  FakeLedger(String member, List<FakeLedger> order) throws IOException {
    this.token = "token-of-" + member;
    this.order = order;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/transfers", this::serve);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  static ObjectNode answer(String key, String value) {
    return JSON.createObjectNode().put(key, value);
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      var transfers = JSON.readTree(exchange.getRequestBody()).path("transfers");
      List<JsonNode> request = new ArrayList<>();
      transfers.forEach(request::add);
      requests.add(request);
      order.add(this);
      if (cuts > 0) {
        cuts--;
        throw new IOException("cut");
      }
      if (!failures.isEmpty()) {
        var problem = answer("code", "x").put("detail", "Not now.").toString().getBytes();
        exchange.sendResponseHeaders(failures.removeFirst(), problem.length);
        exchange.getResponseBody().write(problem);
        return;
      }
      var response = JSON.createObjectNode();
      var results = response.putArray("results");
      request.forEach(transfer -> results.add(rule.apply(transfer)));
      var body = JSON.writeValueAsBytes(response);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
