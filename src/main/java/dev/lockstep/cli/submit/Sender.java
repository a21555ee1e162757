package dev.lockstep.cli.submit;

import dev.lockstep.cli.RemoteNode;
import dev.lockstep.cli.submit.TransferApi.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sends a batch until every transfer in it has an outcome, all attempts are used, or the person
 * asks to stop.
 *
 * <p>A request that may have been lost is sent again under the same ids: a transfer that had been
 * taken the first time answers with its first outcome, so money never moves twice.
 */
final class Sender {
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final TransferApi api;
  private final Tally tally;
  private final int attempts;
  private final Interruption interruption;
  // Of a node that did not answer in time, each further batch gets one attempt: a large file must
  // end at some time.
  private final Set<String> givenUp = ConcurrentHashMap.newKeySet();

  Sender(TransferApi api, Tally tally, int attempts, Interruption interruption) {
    this.api = api;
    this.tally = tally;
    this.attempts = attempts;
    this.interruption = interruption;
  }

  /** Returns whether all of the batch was taken or refused: nothing unavailable or in doubt. */
  boolean send(RemoteNode node, List<Item> batch) {
    var round = new Round(batch);
    int left = givenUp.contains(node.name()) ? 1 : attempts;
    long pause = FIRST_PAUSE_MILLIS;
    try {
      while (true) {
        round.take(post(node, round.open));
        left--;
        if (round.open.isEmpty()) {
          givenUp.remove(node.name());
          return round.settled;
        }
        if (left <= 0) {
          givenUp.add(node.name());
          round.giveUp();
          return false;
        }
        if (interruption.await(pause)) {
          round.leave();
          return false;
        }
        pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      round.leave();
      return false;
    }
  }

  private Response post(RemoteNode node, List<Item> open) throws InterruptedException {
    try {
      return api.post(node, open);
    } catch (InterruptedException e) {
      // The request may have arrived.
      Thread.currentThread().interrupt();
      return new Response.Lost("Nobody waited for the answer of node " + node.name() + ".");
    }
  }

  /** The transfers of one batch that are still open, and why. */
  private final class Round {
    private List<Item> open;
    // Once in doubt, always in doubt until there is an outcome: that a later request was not taken
    // says nothing about the one that was lost.
    private final Map<UUID, Why> doubtful = new HashMap<>();
    private String reason = "";
    private boolean settled = true;

    Round(List<Item> batch) {
      open = batch;
    }

    void take(Response response) {
      switch (response) {
        case Response.Answered(var outcomes) -> {
          List<Item> rest = new ArrayList<>();
          for (int i = 0; i < outcomes.size(); i++) {
            if (isOpen(open.get(i), outcomes.get(i))) {
              rest.add(open.get(i));
            }
          }
          open = rest;
        }
        case Response.NotTaken(var why) -> reason = why;
        case Response.Lost(var why) -> {
          reason = why;
          open.forEach(item -> doubtful.put(item.id(), new Why(why)));
        }
      }
    }

    private boolean isOpen(Item item, ItemOutcome outcome) {
      switch (outcome) {
        case ItemOutcome.InDoubt(var why) -> {
          doubtful.put(item.id(), why);
          return true;
        }
        case ItemOutcome.Overloaded(var why) -> {
          reason = why;
          return true;
        }
        case ItemOutcome.Unavailable _ -> settled = false;
        case ItemOutcome.Accepted _, ItemOutcome.Refused _ -> {}
      }
      tally.count(item, ofThisRun(item, outcome));
      return false;
    }

    /** What exists because this very run may have brought it there was not paid before. */
    private ItemOutcome ofThisRun(Item item, ItemOutcome outcome) {
      return outcome instanceof ItemOutcome.Accepted(var status, _)
              && doubtful.containsKey(item.id())
          ? new ItemOutcome.Accepted(status, false)
          : outcome;
    }

    void giveUp() {
      for (var item : open) {
        tally.count(
            item,
            doubtful.containsKey(item.id())
                ? new ItemOutcome.InDoubt(doubtful.get(item.id()))
                : new ItemOutcome.Unavailable(reason));
      }
    }

    /** The rest counts as not sent. */
    void leave() {
      open.stream()
          .filter(item -> doubtful.containsKey(item.id()))
          .forEach(item -> tally.count(item, new ItemOutcome.InDoubt(doubtful.get(item.id()))));
    }
  }
}
