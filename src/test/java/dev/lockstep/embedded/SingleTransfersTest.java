package dev.lockstep.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.client.LockstepException;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Single transfers of a program")
class SingleTransfersTest {
  private static final int MAX = 10_000;

  private final Vertx vertx = Vertx.vertx();
  private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private Future<List<TransferOutcome>> together(List<Payment> payments) {
    sizes.add(payments.size());
    return Future.succeededFuture(
        payments.stream()
            .<TransferOutcome>map(each -> new TransferOutcome.Executed(each.id(), false))
            .toList());
  }

  /** Asks for that many in one turn of an event loop. */
  private List<Future<TransferOutcome>> ask(SingleTransfers singles, List<Payment> payments)
      throws Exception {
    var context = vertx.getOrCreateContext();
    var asked = new CompletableFuture<List<Future<TransferOutcome>>>();
    context.runOnContext(
        _ -> asked.complete(payments.stream().map(p -> singles.ask(context, p)).toList()));
    return asked.get(10, TimeUnit.SECONDS);
  }

  private static List<Payment> payments(int count) {
    List<Payment> payments = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      payments.add(Payment.of("A", "B", "1"));
    }
    return payments;
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void those_of_one_turn_travel_together_and_each_has_its_own_answer() throws Exception {
    var singles = new SingleTransfers(MAX, this::together);
    var payments = payments(10_000);
    var asked = ask(singles, payments);
    for (int i = 0; i < asked.size(); i++) {
      assertEquals(payments.get(i).id(), await(asked.get(i)).id());
    }
    assertEquals(List.of(8_192, 1_808), sizes);
    await(ask(singles, payments(1)).getFirst());
    assertEquals(3, sizes.size());
  }

  @Test
  void beyond_the_most_that_may_wait_they_fail_until_others_are_answered() throws Exception {
    List<Promise<List<TransferOutcome>>> open = new ArrayList<>();
    var singles =
        new SingleTransfers(
            2,
            _ -> {
              open.add(Promise.promise());
              return open.getLast().future();
            });
    var asked = ask(singles, payments(3));
    var thrown = assertThrows(CompletionException.class, () -> await(asked.get(2)));
    assertEquals(LockstepException.OVERLOADED, ((LockstepException) thrown.getCause()).code());
    Awaitility.await().until(() -> open.size() == 1);
    open.getFirst().fail("gone");
    assertThrows(CompletionException.class, () -> await(asked.getFirst()));
    ask(singles, payments(2));
    Awaitility.await().until(() -> open.size() == 2);
  }

  @Test
  void what_fails_fails_for_each() throws Exception {
    var reason = new IllegalStateException("stopped");
    var singles = new SingleTransfers(MAX, _ -> Future.failedFuture(reason));
    for (var each : ask(singles, payments(3))) {
      var thrown = assertThrows(CompletionException.class, () -> await(each));
      assertSame(reason, thrown.getCause());
    }
    assertTrue(sizes.isEmpty());
  }
}
