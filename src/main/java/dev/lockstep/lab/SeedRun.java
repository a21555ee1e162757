package dev.lockstep.lab;

import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Action.Timed;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far the actions of a seed have come, and which messages will arrive by them. */
final class SeedRun {
  private final List<Timed> actions;

  /** How often each message will arrive yet. */
  private final Map<Integer, Integer> arrivals = new HashMap<>();

  private int done;

  /** Whether nothing has happened but actions of the seed. */
  private boolean isAlone;

  SeedRun(Optional<Seed> seed) {
    actions = seed.map(Seed::actions).orElse(List.of());
    isAlone = seed.isPresent();
    actions.forEach(
        timed ->
            arriving(timed.action()).ifPresent(number -> arrivals.merge(number, 1, Integer::sum)));
  }

  /** Another move than an action of the seed happens: from here on, the seed does not go on. */
  void leave() {
    isAlone = false;
  }

  boolean isAlone() {
    return isAlone;
  }

  /**
   * @throws ImpossibleException when the seed does not go on here
   */
  Timed next() {
    if (!isAlone) {
      throw new ImpossibleException(
          "another move has been made, so the seed does not go on here; go back to where it did");
    }
    if (done == actions.size()) {
      throw new ImpossibleException("the seed has no further action");
    }
    return actions.get(done++);
  }

  /** Whether a message that has just been sent will be seen: what the seed loses is not. */
  boolean willArrive(int message) {
    return arrivals.getOrDefault(message, 0) > 0;
  }

  /** The message arrives; returns whether it will not arrive once more. */
  boolean arrivesForTheLastTime(int message) {
    return arrivals.merge(message, -1, Integer::sum) <= 0;
  }

  /** The number of the message that arrives by an action. */
  static Optional<Integer> arriving(Action action) {
    return switch (action) {
      case Action.Deliver(var number) -> Optional.of(number);
      case Action.DeliverForged(var number, var _) -> Optional.of(number);
      case Action.DeliverLie(var number, var _, var _) -> Optional.of(number);
      case Action.DeliverHiding(var number) -> Optional.of(number);
      case Action.Tick _,
          Action.Sync _,
          Action.ReadDone _,
          Action.Submit _,
          Action.Find _,
          Action.Start _,
          Action.Crash _,
          Action.Cut _,
          Action.CutOutside _,
          Action.Fail _,
          Action.LoseDisk _,
          Action.OldDisk _ ->
          Optional.empty();
    };
  }
}
