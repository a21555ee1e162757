package dev.lockstep.node;

import dev.lockstep.bus.LocalCodec;
import dev.lockstep.store.ArchivedBlocks;
import dev.lockstep.store.Store;
import dev.lockstep.store.StoreException;
import dev.lockstep.store.StoreQuery;
import dev.lockstep.store.Verdict;
import io.vertx.core.AsyncResult;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions from H2, each when H2 has reached the height that the question names. Used by
 * the store verticle's event loop.
 */
final class StoreAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(StoreAnswers.class);

  /** How many questions may wait, for H2 to reach a height or for their turn. */
  private static final int WAITING_MAX = 1_024;

  private static final int TOO_MANY = 429;

  private final Store store;
  private final ArchivedBlocks archived;
  private final WorkerExecutor readers;
  private final WorkerExecutor verifiers;
  private final Supplier<Verdict> verifier;
  private final List<Message<StoreQuery>> early = new ArrayList<>();
  private int asked;

  /** Who waits for the verification that begins next: all of them get its verdict. */
  private List<Message<StoreQuery>> unverified = new ArrayList<>();

  private boolean verifying;
  private boolean stopped;

  /** Whether H2 has failed. It has closed itself then, and the journal answers what it can. */
  private volatile boolean broken;

  StoreAnswers(
      Store store,
      ArchivedBlocks archived,
      WorkerExecutor readers,
      WorkerExecutor verifiers,
      Supplier<Verdict> verifier) {
    this.store = store;
    this.archived = archived;
    this.readers = readers;
    this.verifiers = verifiers;
    this.verifier = verifier;
  }

  void stop() {
    stopped = true;
  }

  /** H2 has failed: from now on the journal answers what it can. */
  void useJournal() {
    broken = true;
  }

  void serve(Message<StoreQuery> message) {
    boolean isThere = message.body().minHeight() <= store.height();
    if (stopped) {
      message.fail(503, "the node is stopping");
    } else if (early.size() + asked + unverified.size() >= WAITING_MAX) {
      message.fail(TOO_MANY, WAITING_MAX + " questions wait for H2; try again in a moment.");
    } else if (isThere || broken && needsNoH2(message.body())) {
      answer(message);
    } else if (broken) {
      // A client that has seen a block must not get an answer from before it.
      message.fail(
          503, "H2 has taken nothing after block " + store.height() + "; restart the node.");
    } else {
      early.add(message);
    }
  }

  private static boolean needsNoH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks _, StoreQuery.AskSummaries _, StoreQuery.AskVerdict _ -> true;
      case StoreQuery.AskStatement _, StoreQuery.AskTrace _ -> false;
    };
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
    if (broken) {
      return findWithoutH2(query);
    }
    try {
      return findInH2(query);
    } catch (StoreException e) {
      LOG.error("H2 did not answer {}", query, e);
      return findWithoutH2(query);
    }
  }

  private Record findWithoutH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(archived.blocks(from, limit));
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(archived.summaries(from, limit, transfers));
      case StoreQuery.AskStatement _, StoreQuery.AskTrace _, StoreQuery.AskVerdict _ ->
          findInH2(query);
    };
  }

  private Record findInH2(StoreQuery query) {
    return switch (query) {
      case StoreQuery.AskBlocks(var from, var limit, var _) ->
          new StoreQuery.Blocks(
              from.map(height -> store.blocks(height, limit)).orElseGet(() -> store.newest(limit)));
      case StoreQuery.AskSummaries(var from, var limit, var transfers, var _) ->
          new StoreQuery.Summaries(store.summaries(from, limit, transfers));
      case StoreQuery.AskStatement(var account, var before, var limit, var _) ->
          new StoreQuery.Statement(store.transfersOf(account, before, limit));
      case StoreQuery.AskTrace(var from, var before, var limit) ->
          new StoreQuery.Trace(store.trace().oldest(), store.trace().events(from, before, limit));
      case StoreQuery.AskVerdict _ -> (Record) verifier.get();
    };
  }
}
