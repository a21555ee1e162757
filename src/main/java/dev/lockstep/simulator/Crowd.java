package dev.lockstep.simulator;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The clients of the faulty part of a life. They ask at random, and in some lives also at the
 * moments that matter: several members are short of money at one time, a member has just begun, a
 * block has just arrived.
 */
final class Crowd {
  private static final int RETRIES_AMONG = 8;

  private final Chaos chaos;
  private final Random random;
  private final List<Transfer> wanted = new ArrayList<>();
  private final int pause;
  private long quietUntil;

  /** How often, of 0 to 1, a member that has just begun is asked for money at once. */
  private final double haste;

  /** How often somebody asks after a transfer on a block that has just arrived. */
  private final double curiosity;

  Crowd(Chaos chaos, Random random, boolean isSmall) {
    this.chaos = chaos;
    this.random = random;
    // Where few ask, one leads at a time, and waits for those who are away.
    pause = isSmall ? random.nextInt(200, 800) : random.nextInt(10, 120);
    haste = random.nextBoolean() ? random.nextDouble() : 0;
    curiosity = random.nextBoolean() ? random.nextDouble() * 0.5 : 0;
  }

  void begin() {
    chaos.at(random.nextInt(pause), this::next);
  }

  void quiet(long until) {
    quietUntil = until;
  }

  private void next() {
    if (chaos.now() < quietUntil) {
      chaos.at(quietUntil, this::next);
      return;
    }
    var member = chaos.anyMember();
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
    chaos.after(random.nextInt(pause), this::next);
  }

  private void ask(Member member, UUID id) {
    chaos.whenAwake(member, () -> chaos.happen(new Action.Find(member.name, id)));
  }

  private void submit(Member member, List<Transfer> transfers) {
    chaos.whenAwake(member, () -> chaos.happen(new Action.Submit(member.name, transfers)));
  }

  // --- the moments that matter ------------------------------------------------------------------

  /** Several members are short of money within moments, so that they meet. */
  void rush() {
    for (var member : chaos.world.members()) {
      if (random.nextInt(3) != 0) {
        chaos.after(random.nextInt(30), () -> submit(member, shortage(member)));
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

  /** A member begins: it may be asked as soon as it takes part. */
  void asksSoon(Member member) {
    for (int i = 0; i < 3 && random.nextDouble() < haste; i++) {
      chaos.after(random.nextInt(1, 150), () -> submit(member, shortage(member)));
    }
  }

  void asksAgain(Member member) {
    for (int i = 0; i < 2; i++) {
      chaos.after(random.nextInt(40, 120), () -> submit(member, shortage(member)));
    }
  }

  /**
   * Whoever asks in the moment in which a block comes is told what is not certain yet, or waits.
   */
  void arrived(Letter letter) {
    if (curiosity > 0) {
      block(letter.message())
          .filter(block -> !block.transfers().isEmpty() && random.nextDouble() < curiosity)
          .ifPresent(block -> askAfter(letter.to(), block));
    }
  }

  private void askAfter(Member member, Block block) {
    var transfers =
        block.transfers().stream().filter(t -> t.from().startsWith(member.name)).toList();
    var among = transfers.isEmpty() ? block.transfers() : transfers;
    var transfer = among.get(random.nextInt(among.size()));
    chaos.after(random.nextInt(random.nextBoolean() ? 2 : 20), () -> ask(member, transfer.id()));
  }

  private static Optional<Block> block(PeerMessage message) {
    return switch (message) {
      case PeerMessage.Turn turn -> turn.block();
      case PeerMessage.Consensus consensus -> consensus.block();
      case PeerMessage.Blocks piece -> Optional.of(piece.blocks().getLast());
      case PeerMessage.Fetch _ -> Optional.empty();
    };
  }

  // --- what is asked for ------------------------------------------------------------------------

  private Transfer transfer(Member member) {
    if (!wanted.isEmpty() && chaos.strikes(Fault.STRAY, 0.2)) {
      chaos.count(Fault.STRAY);
      var other = earlier();
      return random.nextBoolean()
          ? other
          : new Transfer(other.id(), member.name, Plan.poor(member.name), 7, "");
    }
    if (!wanted.isEmpty() && chaos.strikes(Fault.RETRY, 0.6)) {
      var again = earlier();
      if (again.from().startsWith(member.name)) {
        chaos.count(Fault.RETRY);
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
    var other = chaos.anyMember().name;
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
