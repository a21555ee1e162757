package dev.lockstep.simulator.invariant;

import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Outcome;
import dev.lockstep.simulator.member.Member;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A transfer that was answered before another one was submitted precedes it on the chain.
 *
 * <p>Source: M. P. Herlihy and J. M. Wing, "Linearizability", ACM TOPLAS 12(3), 1990.
 */
final class RealTime implements Invariant {
  private static final Comparator<Location> CHAIN_ORDER =
      Comparator.comparingLong(Location::height).thenComparingInt(Location::position);

  private final Map<Transfer, Location> answeredBefore = new HashMap<>();
  private Location newest = new Location(0, 0);

  @Override
  public void submitted(Member member, long ticket, List<Transfer> transfers) {
    transfers.forEach(transfer -> answeredBefore.putIfAbsent(transfer, newest));
  }

  @Override
  public void answered(Member member, long ticket, Transfer transfer, Outcome outcome) {
    if (outcome instanceof Outcome.Committed(var location, var _, var _)) {
      var floor = answeredBefore.get(transfer);
      if (CHAIN_ORDER.compare(location, floor) <= 0) {
        throw new Violation(
            RealTime.class,
            transfer.id()
                + " stands at "
                + location
                + ", but "
                + floor
                + " was answered before it was submitted");
      }
      if (CHAIN_ORDER.compare(location, newest) > 0) {
        newest = location;
      }
    }
  }
}
