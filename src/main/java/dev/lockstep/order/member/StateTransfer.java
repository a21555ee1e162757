package dev.lockstep.order.member;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Purpose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * State transfer: a member that is behind requests blocks, and another one reads them from its disk
 * and sends them, piece by piece.
 */
final class StateTransfer {
  /**
   * The size of a piece of the chain. The receiver takes a piece in one step and has to stay
   * responsive: a piece has up to two thousand of the smallest blocks.
   */
  private static final int PIECE_BYTES = 256 << 10;

  private final LocalMember member;
  private final BiConsumer<String, Block> append;
  private final CatchUp catchUp;

  /**
   * The members whose piece is awaited. A late one is welcome; one that nobody asked for is not.
   */
  private final Set<String> awaited = new TreeSet<>();

  /**
   * How many pieces are being verified. Meanwhile no other piece is asked for: on a slow machine a
   * piece takes longer than {@link dev.lockstep.order.Pace#FETCH_AGAIN}, and the queue would grow.
   */
  private int verifying;

  /**
   * The peers that have sent an unproven block for the next height, with the hashes of the blocks
   * of that piece. Enough of them prove it together.
   */
  private final Map<String, List<Hash>> heard = new TreeMap<>();

  /** The height of the chain when these were heard. */
  private long heardAt;

  /** At which height a peer was last asked for its block, because it differs from this one's. */
  private final Map<String, Long> disputed = new TreeMap<>();

  /** From which height a peer was last asked for a piece. */
  private final Map<String, Long> askedFor = new TreeMap<>();

  /** The members for which a piece is being read: one at a time for each. */
  private final Set<String> reading = new TreeSet<>();

  /**
   * @param append takes in a block that a peer has sent
   */
  StateTransfer(LocalMember member, BiConsumer<String, Block> append) {
    this.member = member;
    this.append = append;
    this.catchUp = new CatchUp(member.limits().messageDelay());
  }

  /** Requests the next piece, if this member is behind and it is time. */
  void seek() {
    if (!member.mayFetch() || member.outbox().isCrowded() || verifying > 0) {
      return;
    }
    long height = member.ledger().height();
    catchUp
        .choosePeer(member.now(), height, member.target(), member.others(), member::durableOf)
        .ifPresent(peer -> ask(peer, height + 1));
  }

  /** Another block of a peer at a height of this chain, so that the two can be compared. */
  void askForOther(String peer, long height) {
    if (height > 0 && !Long.valueOf(height).equals(disputed.put(peer, height))) {
      ask(peer, height);
    }
  }

  private void ask(String peer, long fromHeight) {
    awaited.add(peer);
    member
        .outbox()
        .send(
            peer,
            new PeerMessage.Fetch(
                member.self(), member.incarnation(), member.incarnationOf(peer), fromHeight),
            Purpose.NONE.again(Long.valueOf(fromHeight).equals(askedFor.put(peer, fromHeight))));
  }

  /** A piece has come. */
  void arrived(PeerMessage.Blocks piece) {
    if (member.isCurrent(piece.from(), piece.incarnation(), piece.receiverIncarnation())
        && awaited.remove(piece.from())) {
      verifying++;
      member
          .outbox()
          .perform(new Effect.Verify(piece.from(), piece.blocks(), member.provenance(byHash())));
    } else if (member.isCurrent(piece.from(), piece.incarnation(), piece.receiverIncarnation())) {
      refuse(piece);
    }
  }

  /**
   * Nobody has asked for this piece, so nothing of it is taken. It may be the second answer to a
   * question that was asked twice; but then it has blocks of this chain.
   *
   * @throws RefusedMessageException when it has others
   */
  private void refuse(PeerMessage.Blocks piece) {
    piece.blocks().stream()
        .takeWhile(block -> block.height() <= member.ledger().height() + 1)
        .forEach(block -> member.requireSameChain(piece.from(), block));
    member.outbox().noteDropped(piece.from(), piece.type(), "nobody asked for it");
  }

  private Map<Hash, Set<String>> byHash() {
    forgetOlder();
    Map<Hash, Set<String>> vouchers = new HashMap<>();
    heard.forEach(
        (peer, hashes) ->
            hashes.forEach(
                hash -> vouchers.computeIfAbsent(hash, any -> new TreeSet<>()).add(peer)));
    return vouchers;
  }

  private void forgetOlder() {
    if (heardAt != member.ledger().height()) {
      heardAt = member.ledger().height();
      heard.clear();
    }
  }

  /** It is known which blocks of a piece are proven. For the others, other members are asked. */
  void verified(Input.Verified piece) {
    verifying--;
    var from = piece.from();
    if (piece.unproven().isEmpty()) {
      catchUp.arrived(from);
    } else {
      unproven(from, piece.unproven());
    }
    append(from, piece.proven());
  }

  private void unproven(String from, List<Block> blocks) {
    var first = blocks.getFirst();
    forgetOlder();
    if (first.height() == member.ledger().height() + 1) {
      heard.put(from, blocks.stream().map(Block::hash).toList());
    }
    catchUp.unproven(from, member.provers(first, heard.keySet()));
    member
        .outbox()
        .noteDropped(
            from,
            "blocks",
            "nothing proves block " + first.height() + " of " + Excerpt.of(first.proposer()));
  }

  private void append(String from, List<Block> blocks) {
    blocks.forEach(block -> append.accept(from, block));
    member
        .outbox()
        .note(new Event.CatchingUp(member.time(), member.ledger().height(), member.target()));
  }

  /** Reads a piece, unless one is already being read for the same member. */
  void asked(PeerMessage.Fetch fetch) {
    if (member.isCurrent(fetch.from(), fetch.incarnation(), fetch.receiverIncarnation())
        && reading.add(fetch.from())) {
      member.outbox().perform(new Effect.ReadBlocks(fetch.from(), fetch.fromHeight(), PIECE_BYTES));
    }
  }

  /** The piece has been read. */
  void send(String to, List<Block> blocks) {
    reading.remove(to);
    if (!blocks.isEmpty()) {
      member
          .outbox()
          .send(
              to,
              new PeerMessage.Blocks(
                  member.self(), member.incarnation(), member.incarnationOf(to), blocks),
              Purpose.NONE);
    }
  }
}
