package dev.lockstep.node;

import dev.lockstep.bus.Local;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Effect;
import java.util.ArrayList;
import java.util.List;

/** What the steps of one turn of the event loop have brought about, in their order. */
final class Told {
  private List<Local.Numbered> events = new ArrayList<>();
  private List<Transfer> executed = new ArrayList<>();
  private List<Block> stored = new ArrayList<>();
  private List<Effect.Answer> answers = new ArrayList<>();

  boolean isEmpty() {
    return answers.isEmpty() && hasNothingHappened();
  }

  /** Whether there is nothing but answers. */
  boolean hasNothingHappened() {
    return events.isEmpty() && executed.isEmpty() && stored.isEmpty();
  }

  void add(Local.Numbered event) {
    events.add(event);
  }

  void add(List<Transfer> transfers) {
    executed.addAll(transfers);
  }

  void add(Block block) {
    stored.add(block);
  }

  void add(Effect.Answer answer) {
    answers.add(answer);
  }

  Local.Happened happened() {
    return new Local.Happened(events, executed, stored);
  }

  List<Effect.Answer> answers() {
    return answers;
  }
}
