package dev.lockstep.simulator.world;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.mutex.Head;
import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.mutex.State;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a lying member says, under its own name, in place of a message. Each of these is refused by
 * a receiver that follows the rules B1 to B5 of docs/design.md. Two-faced members, which say one
 * true thing to one receiver and another one to the next, are not among them.
 */
public enum Lie {
  INCARNATION,
  TIME,
  HEIGHT,
  DURABLE_HEIGHT,
  GENERATION,
  BALLOT,
  ANOTHER_CHAIN,
  BLOCK_OF_ANOTHER,
  BLOCKS_NOT_ASKED_FOR,
  FETCHED_BLOCK_OF_ANOTHER,
  BALLOT_OF_ANOTHER,
  MONEY_OF_ANOTHER;

  /** Adding one to it overflows. */
  private static final long ABSURD = Long.MAX_VALUE;

  private static final UUID NEW_ID = new UUID(-4, -4);

  /** In Paxos mode blocks are not signed yet, so a member believes what it has asked for. */
  public static List<Lie> toldIn(Protocol protocol) {
    return switch (protocol) {
      case LAMPORT -> List.of(values());
      case PAXOS -> Stream.of(values()).filter(lie -> lie != FETCHED_BLOCK_OF_ANOTHER).toList();
    };
  }

  /**
   * @param another a member that is neither the sender nor the receiver, or the receiver
   * @return nothing where the lie cannot be told by this message
   */
  public Optional<PeerMessage> of(PeerMessage message, String another) {
    return switch (message) {
      case LamportPeerMessage(var mutex, var block) -> ofLamport(mutex, block, another);
      case PaxosPeerMessage(var paxos, var block, var log) -> ofPaxos(paxos, block, log, another);
      case PeerMessage.Blocks piece ->
          this == FETCHED_BLOCK_OF_ANOTHER ? Optional.of(stolen(piece, another)) : Optional.empty();
      case PeerMessage.Fetch _ -> Optional.empty();
    };
  }

  /** A forged block in the place of the first one that was asked for. */
  private static PeerMessage stolen(PeerMessage.Blocks piece, String another) {
    var first = piece.blocks().getFirst();
    var forged = theft(piece.from(), another, first.height() - 1, first.previous(), first.time());
    return new PeerMessage.Blocks(
        piece.from(), piece.incarnation(), piece.receiverIncarnation(), List.of(forged));
  }

  // --- Lamport mode -----------------------------------------------------------------------------

  private Optional<PeerMessage> ofLamport(
      MutexMessage message, Optional<Block> block, String another) {
    var state = message.state();
    var head = state.head();
    return switch (this) {
      case INCARNATION ->
          turn(message, lie(state, ABSURD, state.time(), head, state.durable()), block);
      case TIME ->
          turn(message, lie(state, state.incarnation(), ABSURD, head, state.durable()), block);
      case HEIGHT -> shows(message, new Head(ABSURD, head.hash()), block);
      case DURABLE_HEIGHT ->
          turn(message, lie(state, state.incarnation(), state.time(), head, ABSURD), block);
      case ANOTHER_CHAIN -> shows(message, new Head(0, Hash.ZERO), block);
      case BLOCK_OF_ANOTHER ->
          turn(
              new MutexMessage.Release(state),
              state,
              Optional.of(theft(state.from(), another, head.height(), head.hash(), state.time())));
      case BLOCKS_NOT_ASKED_FOR ->
          Optional.of(
              new PeerMessage.Blocks(
                  state.from(),
                  state.incarnation(),
                  state.receiverIncarnation(),
                  List.of(theft(state.from(), another, head.height(), head.hash(), state.time()))));
      case GENERATION, BALLOT, BALLOT_OF_ANOTHER, MONEY_OF_ANOTHER, FETCHED_BLOCK_OF_ANOTHER ->
          Optional.empty();
    };
  }

  private static Optional<PeerMessage> shows(
      MutexMessage message, Head head, Optional<Block> block) {
    var state = message.state();
    return turn(
        message, lie(state, state.incarnation(), state.time(), head, state.durable()), block);
  }

  private static State lie(State state, long incarnation, long time, Head head, long durable) {
    return new State(
        state.from(), incarnation, state.receiverIncarnation(), time, state.claim(), head, durable);
  }

  private static Optional<PeerMessage> turn(
      MutexMessage message, State lie, Optional<Block> block) {
    MutexMessage lying =
        switch (message) {
          case MutexMessage.Hello(var _, var rejoin, var start) ->
              new MutexMessage.Hello(lie, rejoin, start);
          case MutexMessage.Welcome(var _, var participating, var time, var durable, var start) ->
              new MutexMessage.Welcome(lie, participating, time, durable, start);
          case MutexMessage.Request _ -> new MutexMessage.Request(lie);
          case MutexMessage.Ack _ -> new MutexMessage.Ack(lie);
          case MutexMessage.Release _ -> new MutexMessage.Release(lie);
          case MutexMessage.Durable _ -> new MutexMessage.Durable(lie);
          case MutexMessage.Heartbeat _ -> new MutexMessage.Heartbeat(lie);
        };
    return Optional.of(new LamportPeerMessage(lying, block));
  }

  // --- Paxos mode -------------------------------------------------------------------------------

  private Optional<PeerMessage> ofPaxos(
      PaxosMessage message, Optional<Block> block, List<Transfer> log, String another) {
    var state = message.state();
    var absurd = new Ballot(ABSURD, state.from());
    return switch (this) {
      case INCARNATION ->
          heartbeat(state, state.generation(), ABSURD, state.time(), state.height());
      case TIME ->
          heartbeat(state, state.generation(), state.incarnation(), ABSURD, state.height());
      case HEIGHT ->
          heartbeat(state, state.generation(), state.incarnation(), state.time(), ABSURD);
      case GENERATION ->
          heartbeat(state, ABSURD, state.incarnation(), state.time(), state.height());
      case DURABLE_HEIGHT ->
          says(new PaxosMessage.Welcome(state, 0, 0, ABSURD, 0), Optional.empty(), List.of());
      case BALLOT -> leads(state, absurd);
      case BALLOT_OF_ANOTHER -> leads(state, state.promised().next(another));
      case ANOTHER_CHAIN ->
          says(new PaxosMessage.Commit(state, 0, Hash.ZERO), Optional.empty(), List.of());
      case BLOCKS_NOT_ASKED_FOR ->
          Optional.of(
              new PeerMessage.Blocks(
                  state.from(),
                  state.incarnation(),
                  0,
                  List.of(
                      theft(state.from(), another, state.height(), state.hash(), state.time()))));
      case MONEY_OF_ANOTHER ->
          message instanceof PaxosMessage.Promise promise
              ? says(promise, block, List.of(steal(state.from(), another)))
              : Optional.empty();
      case BLOCK_OF_ANOTHER, FETCHED_BLOCK_OF_ANOTHER -> Optional.empty();
    };
  }

  private static Optional<PeerMessage> leads(PaxosState state, Ballot ballot) {
    return says(
        new PaxosMessage.Prepare(state, ballot, state.height() + 1), Optional.empty(), List.of());
  }

  private static Optional<PeerMessage> heartbeat(
      PaxosState state, long generation, long incarnation, long time, long height) {
    return says(
        new PaxosMessage.Heartbeat(
            new PaxosState(
                state.from(),
                generation,
                incarnation,
                time,
                height,
                state.hash(),
                state.durable(),
                state.promised(),
                state.member(),
                state.logged())),
        Optional.empty(),
        List.of());
  }

  private static Optional<PeerMessage> says(
      PaxosMessage message, Optional<Block> block, List<Transfer> log) {
    return Optional.of(new PaxosPeerMessage(message, block, log));
  }

  // --- the money of another member --------------------------------------------------------------

  private static Transfer steal(String thief, String another) {
    return new Transfer(NEW_ID, another, thief, 1, "");
  }

  /** A block that would be the next one, if the member whose money it pays had built it. */
  private static Block theft(String thief, String another, long height, Hash hash, long time) {
    return Block.of(height + 1, hash, time, another, List.of(steal(thief, another)));
  }
}
