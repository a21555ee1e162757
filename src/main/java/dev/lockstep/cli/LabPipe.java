package dev.lockstep.cli;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The node's end of the pipe to the supervisor of a lab. The node says, a line of JSON each:
 *
 * <pre>
 * {"ask": 1, "line": "cut A→B"}     somebody at a page of this node wants it; an empty line asks for the state alone
 * {"wire": {…}}                     what the switches of this node hold and cut now
 * </pre>
 *
 * and hears {@code {"answer": 1, …}}; every other line that it hears is for {@link
 * RunningNode#lab}. Safe for use by any thread.
 */
final class LabPipe {
  private final PrintWriter out;
  private final AtomicLong asked = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();

  /** A supervisor that does not read must not hold up the node, nor fill its memory. */
  private static final int UNREAD_MAX = 256;

  private final ExecutorService writing =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(UNREAD_MAX),
          task -> Thread.ofPlatform().name("lockstep-lab").daemon().unstarted(task));

  /** What the switches are now, if that is not written yet; each time it is the whole. */
  private final AtomicReference<JsonObject> switches = new AtomicReference<>();

  LabPipe(PrintWriter out) {
    this.out = out;
  }

  /** Has the supervisor do something; what it answers is as {@link RealLab} makes it. */
  CompletionStage<JsonObject> ask(String line) {
    var answer = new CompletableFuture<JsonObject>();
    long number = asked.incrementAndGet();
    waiting.put(number, answer);
    try {
      writing.execute(() -> say(new JsonObject().put("ask", number).put("line", line)));
    } catch (RejectedExecutionException _) {
      waiting.remove(number);
      answer.complete(
          new JsonObject().put("problem", "The supervisor does not read; look at its terminal."));
    }
    return answer;
  }

  /** Tells what is cut and held at this node. */
  void wire(JsonObject now) {
    if (switches.getAndSet(now) == null) {
      try {
        writing.execute(() -> say(new JsonObject().put("wire", switches.getAndSet(null))));
      } catch (RejectedExecutionException _) {
        // The next change tells the whole.
        switches.set(null);
      }
    }
  }

  private void say(JsonObject what) {
    out.println(what.encode());
    out.flush();
  }

  /**
   * Returns whether the line is an answer to a question of this node.
   *
   * @throws DecodeException when it begins as one and is none
   */
  boolean hears(String line) {
    if (!line.startsWith("{")) {
      return false;
    }
    var answer = new JsonObject(line);
    var question = waiting.remove(answer.getLong("answer"));
    if (question != null) {
      question.complete(answer);
    }
    return true;
  }
}
