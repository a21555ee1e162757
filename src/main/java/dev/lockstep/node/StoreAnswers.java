package dev.lockstep.node;

import dev.lockstep.bus.LocalCodec;
import dev.lockstep.store.ArchivedBlocks;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.Verdict;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions about blocks from the journal, and others from H2, each when H2 has reached the
 * height that the question names. Until H2 is open, questions to it wait for a short time, and then
 * the answer is how far H2 has come. Used by the store verticle's event loop.
 */
final class StoreAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(StoreAnswers.class);

  /** How many questions may wait, for H2 to reach a height or for their turn. */
  private static final int WAITING_MAX = 1_024;

  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  /** How long a question waits for H2 to be open. */
  private static final long PATIENCE_MILLIS = 2_000;

  /**
   * The same for old events. They are there before the chain is checked, and a reader that cannot
   * have them now gets a gap in their place for ever.
   */
  private static final long PATIENCE_FOR_EVENTS_MILLIS = 9_000;

  private final Vertx vertx;
  private final LateStore late;
  private final ArchivedBlocks archived;
  private final WorkerExecutor readers;
  private final WorkerExecutor verifiers;
  private final Supplier<Verdict> verifier;
  private final Runnable hurry;
  private final List<Message<StoreQuery>> early = new ArrayList<>();
  private int asked;

  /** Who waits for the verification that begins next: all of them get its verdict. */
  private List<Message<StoreQuery>> unverified = new ArrayList<>();

  private boolean verifying;
  private boolean stopped;

  /** Whether H2 has failed. It has closed itself then. */
  private boolean broken;

  /**
   * @param hurry has H2 written soon
   */
  StoreAnswers(
      Vertx vertx,
      LateStore late,
      ArchivedBlocks archived,
      WorkerExecutor readers,
      WorkerExecutor verifiers,
      Supplier<Verdict> verifier,
      Runnable hurry) {
    this.vertx = vertx;
    this.late = late;
    this.archived = archived;
    this.readers = readers;
    this.verifiers = verifiers;
    this.verifier = verifier;
    this.hurry = hurry;
  }

  void stop() {
    stopped = true;
  }

  /** H2 has failed: from now on nothing waits for it. */
  void giveUpH2() {
    broken = true;
  }

  void serve(Message<StoreQuery> message) {
    if (stopped) {
      message.fail(UNAVAILABLE, "The node is stopping.");
    } else if (early.size() + asked + unverified.size() >= WAITING_MAX) {
      message.fail(TOO_MANY, WAITING_MAX + " questions wait for H2; try again in a moment.");
    } else if (canAnswer(message.body())) {
      answer(message);
    } else if (broken) {
      message.fail(UNAVAILABLE, brokenAfter());
    } else {
      early.add(message);
      if (late.store().isEmpty()) {
        vertx.setTimer(patience(message.body()), _ -> giveUp(message));
      } else {
        hurry.run();
      }
    }
  }

  /** A client that has seen a block must not get an answer from before it. */
  private boolean canAnswer(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks _, StoreQuery.AskSummaries _ ->
          query.minHeight() <= archived.height();
      case StoreQuery.AskTrace _ -> late.trace().isPresent();
      case StoreQuery.AskStatement _ -> isThere(query.minHeight());
      // It says how far H2 has come.
      case StoreQuery.AskVerdict _ ->
          isThere(query.minHeight()) || broken && late.store().isPresent();
    };
  }

  private boolean isThere(long height) {
    return late.store().filter(store -> height <= store.height()).isPresent();
  }

  private String brokenAfter() {
    return late.store()
        .map(store -> "H2 has taken nothing after block " + store.height() + "; restart the node.")
        .orElse("H2 could not be opened; node.log says why, and then restart the node.");
  }

  private static long patience(StoreQuery query) {
    return query instanceof StoreQuery.AskTrace ? PATIENCE_FOR_EVENTS_MILLIS : PATIENCE_MILLIS;
  }

  /** Unless it has been answered, or waits for a height by now. */
  private void giveUp(Message<StoreQuery> message) {
    if (late.store().isEmpty() && early.remove(message)) {
      message.fail(UNAVAILABLE, late.catchingUp());
    }
  }

  /** H2 may have reached the height that some questions wait for. */
  void serveEarly() {
    var waiting = List.copyOf(early);
    early.clear();
    waiting.forEach(this::serve);
  }

  private void answer(Message<StoreQuery> message) {
    if (message.body() instanceof StoreQuery.AskVerdict) {
      unverified.add(message);
      verify();
      return;
    }
    asked++;
    readers
        .executeBlocking(() -> find(message.body()), false)
        .onComplete(
            found -> {
              asked--;
              reply(message, found);
            });
  }

  private static void reply(Message<StoreQuery> message, AsyncResult<Record> found) {
    if (found.succeeded()) {
      message.reply(found.result(), LocalCodec.options());
    } else {
      LOG.error("H2 did not answer {}", message.body(), found.cause());
      message.fail(500, found.cause().getMessage());
    }
  }

  /**
   * Verifies, one run at a time. All questions that come meanwhile share the next run. It begins
   * after each of them, so its verdict covers everything that their clients have seen.
   */
  private void verify() {
    if (verifying || stopped || unverified.isEmpty()) {
      return;
    }
    verifying = true;
    var together = unverified;
    unverified = new ArrayList<>();
    verifiers
        .executeBlocking(() -> (Record) verifier.get(), false)
        .onComplete(
            verdict -> {
              verifying = false;
              together.forEach(message -> reply(message, verdict));
              verify();
            });
  }

  private Record find(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(archived.blocks(from, limit));
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(archived.summaries(from, limit, transfers));
      case StoreQuery.AskStatement(var account, var before, var limit, var _) ->
          new StoreQuery.Statement(late.store().orElseThrow().transfersOf(account, before, limit));
      case StoreQuery.AskTrace(var from, var before, var limit) -> {
        var trace = late.trace().orElseThrow();
        yield new StoreQuery.Trace(trace.oldest(), trace.events(from, before, limit));
      }
      case StoreQuery.AskVerdict _ -> (Record) verifier.get();
    };
  }
}
