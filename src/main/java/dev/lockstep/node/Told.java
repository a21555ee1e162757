package dev.lockstep.node;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import java.util.ArrayList;
import java.util.List;

/** What the steps of one turn of the event loop have brought about, in their order. */
final class Told {
  private final List<Local.Numbered> events = new ArrayList<>();
  private final List<Transfer> executed = new ArrayList<>();
  private final List<Block> stored = new ArrayList<>();
  private final List<Transfer> unlogged = new ArrayList<>();
  private final List<Effect.Answer> answers = new ArrayList<>();

  boolean isEmpty() {
    return answers.isEmpty() && hasNothingHappened();
  }

  /** Whether there is nothing but answers. */
  boolean hasNothingHappened() {
    return events.isEmpty() && executed.isEmpty() && stored.isEmpty();
  }

  /** Another step, as a whole. */
  void add(
      List<Local.Numbered> moreEvents,
      List<Transfer> moreExecuted,
      List<Block> moreStored,
      List<Transfer> moreUnlogged,
      List<Effect.Answer> moreAnswers) {
    events.addAll(moreEvents);
    executed.addAll(moreExecuted);
    stored.addAll(moreStored);
    unlogged.addAll(moreUnlogged);
    answers.addAll(moreAnswers);
  }

  Local.Happened happened() {
    return new Local.Happened(events, executed, stored, unlogged);
  }

  List<Effect.Answer> answers() {
    return answers;
  }
}
