package dev.lockstep.lab;

import dev.lockstep.order.LamportEvent;
import java.util.Optional;

/** At what a run by itself stops. It stops at a broken invariant in any case. */
public sealed interface Breakpoint {
  /**
   * What has just become so, as a sentence without its full stop.
   *
   * @param before the moment before the step
   * @param after the moment after it
   */
  Optional<String> hit(Moment before, Moment after);

  record SomebodyEnters() implements Breakpoint {
    @Override
    public Optional<String> hit(Moment before, Moment after) {
      return after.happened().stream()
          .filter(one -> one.event().filter(LamportEvent.Entered.class::isInstance).isPresent())
          .findFirst()
          .map(one -> one.member() + " enters");
    }
  }

  /** A majority of disks has another block. */
  record BlockIsDecided() implements Breakpoint {
    @Override
    public Optional<String> hit(Moment before, Moment after) {
      long decided = decided(after);
      return decided > decided(before)
          ? Optional.of("block " + decided + " is decided")
          : Optional.empty();
    }

    private static long decided(Moment moment) {
      int majority = moment.members().size() / 2 + 1;
      return moment.members().stream()
          .map(MemberView::chain)
          .filter(chain -> !chain.isEmpty())
          .filter(
              chain ->
                  moment.members().stream().filter(other -> has(other, chain.getLast())).count()
                      >= majority)
          .mapToLong(java.util.List::size)
          .max()
          .orElse(0);
    }

    private static boolean has(MemberView member, dev.lockstep.chain.Block block) {
      var chain = member.chain();
      return chain.size() >= block.height()
          && chain.get((int) block.height() - 1).hash().equals(block.hash());
    }
  }

  /** The condition holds, and did not before. */
  record Becomes(Condition condition, String text) implements Breakpoint {
    @Override
    public Optional<String> hit(Moment before, Moment after) {
      boolean isNew = Truth.of(condition, after).holds() && !Truth.of(condition, before).holds();
      return isNew ? Optional.of(text) : Optional.empty();
    }
  }
}
