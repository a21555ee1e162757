package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients that send one transfer after another to each node of a cluster until they are stopped,
 * while nodes die and lines are cut.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A node that is dead refuses at once, as often as it is asked. */
  private static final Duration WHILE_DEAD = Duration.ofMillis(200);

  private final RealCluster cluster;
  private final Testimony testimony;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicReference<Throwable> defect = new AtomicReference<>();
  private final List<Thread> clients = new ArrayList<>();

  /** Some forty transfers a second, and the nodes that start still have the processors. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  Load(RealCluster cluster, Testimony testimony) {
    this.cluster = cluster;
    this.testimony = testimony;
    var names = cluster.names;
    for (int i = 0; i < names.size(); i++) {
      var from = names.get(i);
      var to = names.get((i + 1) % names.size());
      start(() -> askOnce(from, to, "0.01"));
      start(() -> askUntilDefinite(from, to, "0.03"));
      // More than can be had again and again: some of these are refused.
      start(() -> askOnce(from, to, "400.00"));
    }
  }

  private void start(Runnable client) {
    clients.add(
        Thread.ofVirtual()
            .uncaughtExceptionHandler((thread, failure) -> defect.set(failure))
            .start(
                () -> {
                  while (!stopped.get()) {
                    client.run();
                    pause(PAUSE);
                  }
                }));
  }

  private void askOnce(String from, String to, String amount) {
    var id = UUID.randomUUID().toString();
    testimony.asked(id, from, to, amount);
    ask(id, from, to, amount);
  }

  /** The same id again and again, until it is done or refused. */
  private void askUntilDefinite(String from, String to, String amount) {
    var id = UUID.randomUUID().toString();
    testimony.asked(id, from, to, amount);
    while (!ask(id, from, to, amount)) {
      Thread.onSpinWait();
    }
  }

  /**
   * @return whether the transfer was answered as done, or as refused by the ledger
   */
  private boolean ask(String id, String from, String to, String amount) {
    NodeClient.Answer answer = null;
    try {
      answer = cluster.client(from).transferOnce(id, from, to, amount);
    } catch (UncheckedIOException killed) {
      pause(WHILE_DEAD);
    } finally {
      // Also when a test has failed and stops its clients: the tests after it share the testimony.
      if (answer == null) {
        testimony.heardNothing(id);
      }
    }
    if (answer == null) {
      return false;
    }
    testimony.told(id, answer);
    return answer.status() <= 422;
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits until this many more transfers were answered as committed, and returns at the moment of
   * the last answer: a node that is killed then must still have that transfer.
   */
  void awaitMoreCommitted(int count) {
    awaitMore(count, "committed");
  }

  /** The same in Paxos mode. */
  void awaitMoreExecuted(int count) {
    awaitMore(count, "executed");
  }

  private void awaitMore(int count, String answer) {
    int before = testimony.count(answer);
    await(count + " more transfers than " + before)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> testimony.count(answer) >= before + count);
  }

  /** Returns when every client has the answer it waits for: all nodes are to be up again. */
  void finish() {
    stopped.set(true);
    for (var client : clients) {
      try {
        if (!client.join(PATIENCE)) {
          throw new AssertionError("a client has no definite answer after " + PATIENCE);
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    if (defect.get() != null) {
      throw new AssertionError(defect.get());
    }
  }

  @Override
  public void close() {
    stopped.set(true);
    clients.forEach(Thread::interrupt);
  }
}
