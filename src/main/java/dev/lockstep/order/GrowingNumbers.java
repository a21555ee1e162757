package dev.lockstep.order;

import dev.lockstep.chain.Block;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;

/**
 * The numbers on a message that only ever grow: times, incarnations, generations, ballots, heights.
 * A receiver takes over the highest that it hears of, so each of them has to be bounded.
 */
public final class GrowingNumbers {
  /** Is given each number with its name, in words. */
  @FunctionalInterface
  public interface Visitor {
    void visit(String name, long value);
  }

  private GrowingNumbers() {}

  /** Visits every number of a message that only ever grows. */
  public static void visit(PeerMessage message, Visitor visitor) {
    visitor.visit("incarnation", message.incarnation());
    switch (message) {
      case LamportPeerMessage(var mutex, var block) -> {
        visit(mutex, visitor);
        block.ifPresent(each -> visit(each, visitor));
      }
      case PaxosPeerMessage(var paxos, var block, var _, var _) -> {
        visit(paxos.state(), visitor);
        visit(paxos, visitor);
        block.ifPresent(each -> visit(each, visitor));
      }
      case PeerMessage.Fetch fetch -> {
        visitor.visit("receiver's incarnation", fetch.receiverIncarnation());
        visitor.visit("height", fetch.fromHeight());
      }
      case PeerMessage.Blocks piece -> {
        visitor.visit("receiver's incarnation", piece.receiverIncarnation());
        piece.blocks().forEach(block -> visit(block, visitor));
      }
    }
  }

  private static void visit(Block block, Visitor visitor) {
    visitor.visit("block height", block.height());
    visitor.visit("block time", block.time());
  }

  private static void visit(MutexMessage message, Visitor visitor) {
    State state = message.state();
    visitor.visit("receiver's incarnation", state.receiverIncarnation());
    visitor.visit("time", state.time());
    state.claim().ifPresent(claim -> visitor.visit("claim", claim.time()));
    visitor.visit("height", state.head().height());
    visitor.visit("durable height", state.durable());
    if (message instanceof MutexMessage.Welcome welcome) {
      visitor.visit("known time", welcome.knownTime());
      visitor.visit("known durable height", welcome.knownDurable());
    }
  }

  private static void visit(PaxosState state, Visitor visitor) {
    visitor.visit("generation", state.generation());
    visitor.visit("time", state.time());
    visitor.visit("height", state.height());
    visitor.visit("durable height", state.durable());
    visitor.visit("promised ballot", state.promised().round());
  }

  private static void visit(PaxosMessage message, Visitor visitor) {
    switch (message) {
      case PaxosMessage.Hello _, PaxosMessage.Heartbeat _ -> {
        // The state is all that they say.
      }
      case PaxosMessage.Welcome welcome -> {
        visitor.visit("known generation", welcome.generation());
        visitor.visit("known incarnation", welcome.incarnation());
        visitor.visit("known durable height", welcome.durable());
      }
      case PaxosMessage.Join join -> visitor.visit("ballot", join.ballot().round());
      case PaxosMessage.Admit admit -> {
        visitor.visit("ballot", admit.ballot().round());
        admit.accepted().ifPresent(vote -> visit(vote, visitor));
      }
      case PaxosMessage.Prepare prepare -> {
        visitor.visit("ballot", prepare.ballot().round());
        visitor.visit("height", prepare.height());
      }
      case PaxosMessage.Promise promise -> {
        visitor.visit("ballot", promise.ballot().round());
        visitor.visit("height", promise.height());
        promise.accepted().ifPresent(vote -> visit(vote, visitor));
        promise.generations().values().forEach(each -> visitor.visit("known generation", each));
      }
      case PaxosMessage.Accept accept -> {
        visitor.visit("ballot", accept.ballot().round());
        visitor.visit("height", accept.height());
      }
      case PaxosMessage.Accepted accepted -> {
        visitor.visit("ballot", accepted.ballot().round());
        visitor.visit("height", accepted.height());
      }
      case PaxosMessage.Rejected rejected -> {
        visitor.visit("ballot", rejected.ballot().round());
        visitor.visit("height", rejected.height());
      }
      case PaxosMessage.Commit commit -> visitor.visit("height", commit.height());
    }
  }

  private static void visit(Vote vote, Visitor visitor) {
    visitor.visit("accepted ballot", vote.ballot().round());
  }
}
