package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A person who does this and that. */
final class Wandering {
  private Wandering() {}

  /** So many moves that were possible, most of which let something arrive. */
  static void wander(Lab lab, Random random, int moves) {
    for (int done = 0; done < moves; ) {
      try {
        lab.perform(move(lab, random));
        done++;
      } catch (ImpossibleException notNow) {
        // Another move is chosen.
      }
    }
  }

  private static Move move(Lab lab, Random random) {
    var names = lab.setup().memberNames();
    var name = names.get(random.nextInt(names.size()));
    var other = names.get(random.nextInt(names.size()));
    return switch (random.nextInt(24)) {
      case 0, 1 -> new Move.Transfer(name, name, other, 1 + random.nextInt(300));
      case 2 -> new Move.Tick(Optional.empty(), 1 + random.nextInt(5));
      case 3 -> new Move.Drop(anyMessage(lab, random));
      case 4 -> new Move.Duplicate(anyMessage(lab, random));
      case 5, 6, 7, 8 -> new Move.Deliver(anyMessage(lab, random));
      case 9 -> new Move.DeliverAll(MessageFilter.ALL, Optional.empty());
      default -> lab.moment().oldest().orElseGet(() -> new Move.Tick(Optional.of(name), 1));
    };
  }

  private static MessageName anyMessage(Lab lab, Random random) {
    List<Flying> flight = new ArrayList<>(lab.moment().flight());
    if (flight.isEmpty()) {
      throw new ImpossibleException("nothing is in flight");
    }
    return lab.moment().nameOf(flight.get(random.nextInt(flight.size())));
  }
}
