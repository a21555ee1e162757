package dev.lockstep.lab;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;

/**
 * What happens next when nobody moves. It follows from the moment and the number of the step alone,
 * so the same life always has the same weather.
 */
public sealed interface Weather {
  /** A move that can happen at this moment. */
  Move next(Moment moment, int step);

  /** What waits longest happens; when nothing waits, time passes. */
  record Fair() implements Weather {
    @Override
    public Move next(Moment moment, int step) {
      return moment.oldest().orElseGet(() -> new Move.Tick(Optional.empty(), 1));
    }
  }

  /**
   * Clients ask, messages are lost, doubled and overtaken, links are cut, members crash and freeze;
   * and all of them come back.
   */
  record Faulty(long seed) implements Weather {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** More of them would hide what happens, and only the oldest are likely to matter. */
    private static final int FLIGHT_MAX = 60;

    @Override
    public Move next(Moment moment, int step) {
      var random = new Random((seed * 1_000_003 + step) * GOLDEN);
      return chosen(moment, random).orElseGet(() -> new Fair().next(moment, step));
    }

    private static Optional<Move> chosen(Moment moment, Random random) {
      int dice = random.nextInt(100);
      var flight = moment.flight();
      if (dice < 4) {
        return any(moment, random, m -> m.isUp() && !m.isFrozen())
            .map(m -> transfer(moment, m, random));
      }
      if (dice < 14) {
        return repair(moment, random);
      }
      if (dice < 17) {
        return harm(moment, random);
      }
      if (dice < 24 || flight.size() > FLIGHT_MAX) {
        return name(moment, flight, random).map(Move.Drop::new);
      }
      if (dice < 28) {
        return name(moment, flight, random).map(Move.Duplicate::new);
      }
      if (dice < 60) {
        var free = flight.stream().filter(m -> moment.obstacle(m).isEmpty()).toList();
        return name(moment, free, random).map(Move.Deliver::new);
      }
      return dice < 70 ? Optional.of(new Move.Tick(Optional.empty(), 1)) : Optional.empty();
    }

    private static Move transfer(Moment moment, MemberView from, Random random) {
      var members = moment.members();
      var to = members.get(random.nextInt(members.size()));
      return new Move.Transfer(from.name(), from.name(), to.name(), 1 + random.nextInt(300));
    }

    /** The first that is broken, as long as anything is. */
    private static Optional<Move> repair(Moment moment, Random random) {
      Optional<Move> down =
          any(moment, random, m -> !m.isUp()).map(m -> new Move.Restart(m.name(), false));
      Optional<Move> frozen =
          any(moment, random, MemberView::isFrozen).map(m -> new Move.Thaw(m.name()));
      Optional<Move> cut = moment.cuts().isEmpty() ? Optional.empty() : heal(moment, random);
      return down.or(() -> frozen).or(() -> cut);
    }

    private static Optional<Move> heal(Moment moment, Random random) {
      var cuts = List.copyOf(moment.cuts());
      return Optional.of(new Move.Heal(List.of(cuts.get(random.nextInt(cuts.size())))));
    }

    private static Optional<Move> harm(Moment moment, Random random) {
      var one = any(moment, random, m -> m.isUp() && !m.isFrozen());
      var other = any(moment, random, m -> !one.map(m::equals).orElse(true));
      return one.flatMap(
          member ->
              switch (random.nextInt(3)) {
                case 0 ->
                    Optional.of(
                        new Move.Crash(member.name(), dev.lockstep.simulator.world.Unsynced.LOST));
                case 1 -> Optional.of(new Move.Freeze(member.name()));
                default ->
                    other.map(to -> new Move.Cut(List.of(new Link(member.name(), to.name()))));
              });
    }

    private static Optional<MemberView> any(
        Moment moment, Random random, Predicate<MemberView> which) {
      var fitting = moment.members().stream().filter(which).toList();
      return fitting.isEmpty()
          ? Optional.empty()
          : Optional.of(fitting.get(random.nextInt(fitting.size())));
    }

    private static Optional<MessageName> name(Moment moment, List<Flying> of, Random random) {
      return of.isEmpty()
          ? Optional.empty()
          : Optional.of(moment.nameOf(of.get(random.nextInt(of.size()))));
    }
  }
}
