package dev.lockstep.lab;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.world.Unsynced;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Looks for the shortest moves that break an invariant: random lives, from fixed seeds, and of each
 * that breaks one all moves are left out that it does not need. The same setup always gives the
 * same moves.
 */
public final class Search {
  private static final int LIVES_MAX = 4_000;
  private static final int MOVES_MAX = 60;
  private static final int TRANSFERS_MAX = 4;

  /** Small enough to be paid, and more than any account has. */
  private static final long[] AMOUNTS = {100, 2_000};

  private final Setup setup;
  private Optional<Found> shortest = Optional.empty();
  private int lives;

  /**
   * @param moves none of which can be left out
   */
  public record Found(List<Move> moves, Moment.Broken broken) {}

  private Search(Setup setup) {
    this.setup = setup;
  }

  /** What was found; and how many lives were tried. */
  public record Result(Optional<Found> found, int lives) {}

  /**
   * @param enough so many random lives that break something are made short
   */
  public static Result of(Setup setup, int enough) {
    var search = new Search(syncing(setup));
    int broken = 0;
    while (search.lives < LIVES_MAX && broken < enough) {
      broken += search.live(search.lives++) ? 1 : 0;
    }
    return new Result(search.shortest, search.lives);
  }

  /**
   * In Lamport mode a member is inside until its disk has the block, so a sync is a move. In Paxos
   * mode it would only make lives longer.
   */
  public static Setup syncing(Setup setup) {
    return setup.syncing(setup.protocol().ledger() == Protocol.PAXOS);
  }

  /** The first invariant that these moves break; moves that cannot happen are left out. */
  public static Optional<Moment.Broken> broken(Setup setup, List<Move> moves) {
    return happen(syncing(setup), moves).map(Found::broken);
  }

  /** One random life; whether it has broken an invariant. */
  private boolean live(long seed) {
    var random = new Random(seed * 0x9E3779B97F4A7C15L);
    var cluster = new LabCluster(setup);
    List<Move> moves = new ArrayList<>();
    int transfers = 0;
    while (moves.size() < MOVES_MAX) {
      var moment = cluster.moment();
      if (moment.broken().isPresent()) {
        shorten(moves);
        return true;
      }
      var move = move(moment, random, transfers);
      transfers += move instanceof Move.Transfer ? 1 : 0;
      cluster.repeat(move);
      moves.add(move);
    }
    return false;
  }

  private Move move(Moment moment, Random random, int transfers) {
    var names = moment.members().stream().filter(MemberView::isUp).map(MemberView::name).toList();
    var flight = moment.flight().stream().filter(m -> moment.obstacle(m).isEmpty()).toList();
    if (setup.protocol().failsByCrash() && names.size() > 1 && random.nextInt(8) == 0) {
      return new Move.Crash(names.get(random.nextInt(names.size())), Unsynced.LOST);
    }
    boolean asks = transfers < TRANSFERS_MAX && random.nextInt(flight.isEmpty() ? 2 : 6) == 0;
    if (asks) {
      var name = names.get(random.nextInt(names.size()));
      var other = names.get((names.indexOf(name) + 1) % names.size());
      return new Move.Transfer(name, name, other, AMOUNTS[random.nextInt(AMOUNTS.length)]);
    }
    boolean isToSync = moment.members().stream().anyMatch(member -> member.unsynced() > 0);
    if (isToSync && random.nextInt(4) == 0) {
      return moment.members().stream()
          .filter(member -> member.unsynced() > 0)
          .findFirst()
          .<Move>map(member -> new Move.SyncDisk(member.name()))
          .orElseThrow();
    }
    if (flight.isEmpty()) {
      return new Move.Tick(Optional.empty(), 1);
    }
    var message = moment.nameOf(flight.get(random.nextInt(flight.size())));
    return random.nextInt(12) == 0 ? new Move.Drop(message) : new Move.Deliver(message);
  }

  /** Leaves out many moves at a time, and then fewer, as long as an invariant is still broken. */
  private void shorten(List<Move> moves) {
    var found = happen(setup, moves).orElseThrow();
    int before;
    do {
      before = found.moves.size();
      for (int chunk = before / 2; chunk >= 1; chunk /= 2) {
        for (int end = found.moves.size(); end > 0; end -= chunk) {
          var rest = new ArrayList<>(found.moves);
          rest.subList(Math.max(0, end - chunk), Math.min(end, rest.size())).clear();
          found = happen(setup, rest).orElse(found);
        }
      }
    } while (found.moves.size() < before);
    var shorter = found;
    if (shortest.filter(known -> known.moves.size() <= shorter.moves.size()).isEmpty()) {
      shortest = Optional.of(shorter);
    }
  }

  private static Optional<Found> happen(Setup setup, List<Move> moves) {
    var cluster = new LabCluster(setup);
    List<Move> happened = new ArrayList<>();
    for (var move : moves) {
      if (cluster.repeatIfPossible(move)) {
        happened.add(move);
      }
      if (cluster.broken().isPresent()) {
        return cluster.broken().map(it -> new Found(List.copyOf(happened), it));
      }
    }
    return Optional.empty();
  }
}
