package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The part of a life that means the same in every protocol: requests of clients, faults, and time.
 *
 * @param moves each as short as possible, so that it is seen when something is answered
 * @param leftOut how many moves name messages or syncs, which are those of one protocol
 */
public record Workload(List<Move> moves, int leftOut) {
  public Workload {
    moves = List.copyOf(moves);
  }

  /** The workload of the first steps of a branch. */
  public static Workload of(Branch branch, int steps) {
    List<Move> moves = new ArrayList<>();
    int leftOut = 0;
    for (int step = 1; step <= steps; step++) {
      if (branch.step(step).entry() instanceof Move move) {
        var parts = parts(move);
        moves.addAll(parts);
        leftOut += parts.isEmpty() ? 1 : 0;
      }
    }
    return new Workload(moves, leftOut);
  }

  private static List<Move> parts(Move move) {
    return switch (move) {
      case Move.Deliver _,
          Move.Drop _,
          Move.Duplicate _,
          Move.SyncDisk _,
          Move.Simulated _,
          Move.Recorded _,
          Move.CrashAfter _ ->
          List.of();
      case Move.DeliverAll(var which, var _) ->
          which.type().isPresent()
              ? List.of()
              : List.of(new Move.DeliverAll(which, Optional.empty()));
      case Move.DropAll(var which) -> which.type().isPresent() ? List.of() : List.of(move);
      case Move.Run(var times, var _) ->
          Stream.generate(() -> (Move) new Move.Run(1, Optional.empty())).limit(times).toList();
      case Move.Tick(var member, var times) ->
          Stream.generate(() -> (Move) new Move.Tick(member, 1)).limit(times).toList();
      case Move.Transfer _,
          Move.Cut _,
          Move.Partition _,
          Move.Heal _,
          Move.HealAll _,
          Move.Crash _,
          Move.Restart _,
          Move.LoseDisk _,
          Move.HoldDisk _,
          Move.FreeDisk _,
          Move.Freeze _,
          Move.Thaw _ ->
          List.of(move);
    };
  }

  /** Whether it changes who can reach whom, and so who could go on. */
  public static boolean isFault(Move move) {
    return switch (move) {
      case Move.Cut _,
          Move.Partition _,
          Move.Heal _,
          Move.HealAll _,
          Move.Crash _,
          Move.Restart _,
          Move.LoseDisk _,
          Move.HoldDisk _,
          Move.FreeDisk _,
          Move.Freeze _,
          Move.Thaw _ ->
          true;
      case Move.Transfer _,
          Move.Deliver _,
          Move.Drop _,
          Move.Duplicate _,
          Move.DeliverAll _,
          Move.DropAll _,
          Move.CrashAfter _,
          Move.SyncDisk _,
          Move.Tick _,
          Move.Run _,
          Move.Simulated _,
          Move.Recorded _ ->
          false;
    };
  }
}
