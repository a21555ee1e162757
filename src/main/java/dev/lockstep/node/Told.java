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

  void add(List<Local.Numbered> more) {
    events.addAll(more);
  }

  void add(Effect.Executed effect) {
    executed.addAll(effect.transfers());
  }

  void add(Effect.Stored effect) {
    stored.add(effect.block());
    unlogged.addAll(effect.unlogged());
  }

  void add(Effect.Answer answer) {
    answers.add(answer);
  }

  /** Another step, as a whole. */
  void add(Told step) {
    events.addAll(step.events);
    executed.addAll(step.executed);
    stored.addAll(step.stored);
    unlogged.addAll(step.unlogged);
    answers.addAll(step.answers);
  }

  Local.Happened happened() {
    return new Local.Happened(events, executed, stored, unlogged);
  }

  List<Effect.Answer> answers() {
    return answers;
  }
}
