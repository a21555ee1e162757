package dev.lockstep.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The halt of a node")
class HaltTest {
  private final Halt halt = new Halt();
  private Vertx vertx;
  private Context context;

  @BeforeEach
  void start() {
    vertx = Vertx.vertx();
    context = vertx.getOrCreateContext();
    halt.guard(context, "the part under test");
  }

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void what_escapes_from_a_handler_of_ours_stops_the_node() {
    context.runOnContext(
        _ -> {
          throw new IllegalStateException("by a handler");
        });

    var reason = halt.reason().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    assertTrue(reason.contains("the part under test"), reason);
    assertTrue(reason.contains("by a handler"), reason);
  }

  /** Its event bus completes a promise twice when a connection breaks at the wrong moment. */
  @Test
  void what_fails_within_vertx_alone_does_not_stop_the_node() throws Exception {
    var handled = new CompletableFuture<Void>();
    var failure = completedTwice();
    context.runOnContext(_ -> context.exceptionHandler().handle(failure));
    context.runOnContext(_ -> handled.complete(null));

    handled.get(10, TimeUnit.SECONDS);
    assertFalse(halt.isHalted());
  }

  @Test
  void an_error_stops_the_node_wherever_it_comes_from() {
    var failure = new StackOverflowError();
    failure.setStackTrace(new StackTraceElement[0]);
    context.runOnContext(_ -> context.exceptionHandler().handle(failure));

    await().until(halt::isHalted);
  }

  /** As it is thrown by a listener that Vert.x runs through a context while we send a message. */
  private static Throwable completedTwice() {
    var failure = new IllegalStateException("Promise already completed");
    failure.setStackTrace(
        new StackTraceElement[] {
          frame("io.vertx.core.Promise", "complete"),
          frame("io.vertx.core.impl.ContextBase", "execute"),
          frame("io.vertx.core.eventbus.impl.EventBusImpl", "send"),
          frame("dev.lockstep.node.OrderVerticle", "send"),
          frame("io.vertx.core.impl.ContextBase", "emit"),
        });
    return failure;
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, null, 1);
  }
}
