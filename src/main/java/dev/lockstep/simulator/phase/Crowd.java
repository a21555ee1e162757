package dev.lockstep.simulator.phase;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * Chooses what clients ask for in the fault phase: at random, and in some executions also at the
 * moments that matter, when several members are short of money at one time, a member has just
 * started, or a block has just arrived.
 */
final class Crowd {
  private static final int RETRIES_AMONG = 8;

  private final FaultPhase phase;
  private final Random random;
  private final List<Transfer> wanted = new ArrayList<>();
  private final int pause;
  private long quietUntil;

  /** How often, of 0 to 1, a member that has just begun is asked for money at once. */
  private final double haste;

  /** How often, of 0 to 1, a client looks for a transfer on a block that has just arrived. */
  private final double curiosity;

  Crowd(FaultPhase phase, Random random, boolean isSmall) {
    this.phase = phase;
    this.random = random;
    // Where few clients ask, one member leads at a time, and waits for those that are away.
    pause = isSmall ? random.nextInt(200, 800) : random.nextInt(10, 120);
    haste = random.nextBoolean() ? random.nextDouble() : 0;
    curiosity = random.nextBoolean() ? random.nextDouble() * 0.5 : 0;
  }

  void begin() {
    phase.at(random.nextInt(pause), this::next);
  }

  void quiet(long until) {
    quietUntil = until;
  }

  private void next() {
    if (phase.now() < quietUntil) {
      phase.at(quietUntil, this::next);
      return;
    }
    var member = phase.anyMember();
    switch (random.nextInt(12)) {
      case 0, 3, 4 -> {
        if (!wanted.isEmpty()) {
          ask(member, earlier().id());
        }
      }
      case 1 -> submit(member, List.of(fresh(member), fresh(member), fresh(member)));
      case 2 -> submit(member, List.of());
      default -> submit(member, List.of(transfer(member)));
    }
    phase.after(random.nextInt(pause), this::next);
  }

  private void ask(Member member, UUID id) {
    phase.whenAwake(member, () -> phase.happen(new Action.Find(member.name, id)));
  }

  private void submit(Member member, List<Transfer> transfers) {
    phase.whenAwake(member, () -> phase.happen(new Action.Submit(member.name, transfers)));
  }

  // --- the moments that matter ------------------------------------------------------------------

  /** Several members are short of money within moments, so that they meet. */
  void rush() {
    for (var member : phase.world.members()) {
      if (random.nextInt(3) != 0) {
        phase.after(random.nextInt(30), () -> submit(member, shortage(member)));
      }
    }
  }

  void runsShort(Member member) {
    submit(member, shortage(member));
  }

  /** One more transfer that there is money for, and one for which there may be none. */
  private List<Transfer> shortage(Member member) {
    return List.of(
        fresh(member, member.name, random.nextInt(1, 50)),
        fresh(member, Plan.poor(member.name), random.nextInt(1, 700)));
  }

  /** A member starts: clients may ask it as soon as it participates. */
  void asksSoon(Member member) {
    for (int i = 0; i < 3 && random.nextDouble() < haste; i++) {
      phase.after(random.nextInt(1, 150), () -> submit(member, shortage(member)));
    }
  }

  void asksAgain(Member member) {
    for (int i = 0; i < 2; i++) {
      phase.after(random.nextInt(40, 120), () -> submit(member, shortage(member)));
    }
  }

  /**
   * A client that asks at the moment at which a block arrives gets an outcome that is not certain
   * yet, or waits.
   */
  void arrived(InFlight inFlight) {
    if (curiosity > 0) {
      block(inFlight.message())
          .filter(block -> !block.transfers().isEmpty() && random.nextDouble() < curiosity)
          .ifPresent(block -> askAfter(inFlight.to(), block));
    }
  }

  private void askAfter(Member member, Block block) {
    var transfers =
        block.transfers().stream().filter(t -> t.from().startsWith(member.name)).toList();
    var among = transfers.isEmpty() ? block.transfers() : transfers;
    var transfer = among.get(random.nextInt(among.size()));
    phase.after(random.nextInt(random.nextBoolean() ? 2 : 20), () -> ask(member, transfer.id()));
  }

  private static Optional<Block> block(PeerMessage message) {
    return switch (message) {
      case LamportPeerMessage turn -> turn.block();
      case PaxosPeerMessage consensus -> consensus.block();
      case PeerMessage.Blocks piece -> Optional.of(piece.blocks().getLast());
      case PeerMessage.Fetch _ -> Optional.empty();
    };
  }

  // --- what is asked for ------------------------------------------------------------------------

  private Transfer transfer(Member member) {
    if (!wanted.isEmpty() && phase.strikes(Fault.STRAY, 0.2)) {
      phase.count(Fault.STRAY);
      var other = earlier();
      return random.nextBoolean()
          ? other
          : new Transfer(other.id(), member.name, Plan.poor(member.name), 7, "");
    }
    if (!wanted.isEmpty() && phase.strikes(Fault.RETRY, 0.6)) {
      var again = earlier();
      if (again.from().startsWith(member.name)) {
        phase.count(Fault.RETRY);
        return again;
      }
    }
    return fresh(member);
  }

  private Transfer fresh(Member member) {
    var from = random.nextInt(4) == 0 ? Plan.poor(member.name) : member.name;
    return fresh(member, from, random.nextInt(400));
  }

  private Transfer fresh(Member member, String from, long amount) {
    var other = phase.anyMember().name;
    var to = random.nextBoolean() ? Plan.poor(other) : other;
    var id = new UUID(random.nextLong(), random.nextLong());
    var transfer = new Transfer(id, from, to, amount, "");
    wanted.add(transfer);
    return transfer;
  }

  private Transfer earlier() {
    int back = random.nextInt(Math.min(RETRIES_AMONG, wanted.size()));
    return wanted.get(wanted.size() - 1 - back);
  }
}
