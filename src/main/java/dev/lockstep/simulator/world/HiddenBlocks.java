package dev.lockstep.simulator.world;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.State;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.simulator.member.Disk;
import dev.lockstep.simulator.member.InFlight;
import java.util.List;
import java.util.Optional;

/**
 * What a two-faced member says: to one receiver, that it has no block which that receiver lacks; to
 * the others, the truth. No single message shows the lie. It hides none of its own blocks: the next
 * member would build a second block of that height, and the fork would be the liar's own doing.
 */
public final class HiddenBlocks {
  private HiddenBlocks() {}

  /**
   * @param genesis the hash of the ledger's genesis
   * @return nothing where there is no block to hide, or where the message does not name the chain
   *     or brings a block
   */
  public static Optional<PeerMessage> in(InFlight inFlight, Hash genesis) {
    if (!(inFlight.message() instanceof LamportPeerMessage(var mutex, var block))
        || block.isPresent()) {
      return Optional.empty();
    }
    var state = mutex.state();
    var known = inFlight.to().disk;
    if (!hides(inFlight.from().disk, known.height(), state)) {
      return Optional.empty();
    }
    return Lie.turn(mutex, without(state, head(known.blocks(), genesis)), Optional.empty());
  }

  private static boolean hides(Disk liar, long known, State state) {
    long height = state.head().height();
    return height > known
        && height <= liar.height()
        && liar.blocks().subList((int) known, (int) height).stream()
            .noneMatch(block -> block.proposer().equals(state.from()));
  }

  private static Head head(List<Block> chain, Hash genesis) {
    return chain.isEmpty() ? new Head(0, genesis) : new Head(chain.size(), chain.getLast().hash());
  }

  private static State without(State state, Head known) {
    return new State(
        state.from(),
        state.incarnation(),
        state.receiverIncarnation(),
        state.time(),
        state.claim(),
        known,
        Math.min(state.durable(), known.height()));
  }
}
