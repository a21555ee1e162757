package dev.lockstep.cli.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * The answer to one request, on its way from the connection's thread to the thread that waits for
 * it. At most a few megabytes wait here while a person reads a long answer page by page; the rest
 * stays with the node.
 */
final class Reply {
  /** Of some 16 KB each. */
  private static final int PARTS_MAX = 1_000;

  private static final long LOOK_MILLIS = 100;

  private sealed interface Part {
    record Text(String text) implements Part {}

    record End(JsonNode response) implements Part {}

    record Failure(Throwable reason) implements Part {}
  }

  private final BlockingQueue<Part> parts = new ArrayBlockingQueue<>(PARTS_MAX);
  private volatile boolean isAbandoned;

  /** Blocks while too much waits to be printed. */
  void text(String text) {
    put(new Part.Text(text));
  }

  void end(JsonNode response) {
    put(new Part.End(response));
  }

  void fail(Throwable reason) {
    put(new Part.Failure(reason));
  }

  /** The answer is no longer wanted. */
  void abandon() {
    isAbandoned = true;
  }

  private void put(Part part) {
    try {
      while (!isAbandoned && !parts.offer(part, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        // The printing thread is slow.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * @param timeout how long nothing may arrive
   * @param text takes the parts of the text
   * @return the response without them
   */
  JsonNode await(Duration timeout, Consumer<String> text)
      throws IOException, TimeoutException, InterruptedException {
    while (true) {
      switch (parts.poll(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        case null -> throw new TimeoutException();
        case Part.Text(var part) -> text.accept(part);
        case Part.End(var response) -> {
          return response;
        }
        case Part.Failure(var reason) -> throw new IOException(reason);
      }
    }
  }
}
