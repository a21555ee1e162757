package dev.lockstep.simulator.world;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.SignedLog;
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
import dev.lockstep.paxos.Vote;
import dev.lockstep.simulator.member.Signatures;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a lying member says, under its own name, in place of a message. Each of these is refused by
 * a receiver that follows the rules B1 to B6 of docs/design.md. What a two-faced member says is not
 * among them; see {@link HiddenBlocks}.
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
  MONEY_OF_ANOTHER,
  BLOCK_NOT_CHOSEN,
  COMMIT_WITHOUT_VOTES,
  VOTE_FOR_THEFT;

  /** Adding one to it overflows. */
  private static final long ABSURD = Long.MAX_VALUE;

  private static final UUID NEW_ID = new UUID(-4, -4);

  private static final Set<Lie> OF_PAXOS =
      EnumSet.of(BLOCK_NOT_CHOSEN, COMMIT_WITHOUT_VOTES, VOTE_FOR_THEFT);

  public static List<Lie> toldIn(Protocol protocol) {
    return switch (protocol) {
      case LAMPORT -> Stream.of(values()).filter(lie -> !OF_PAXOS.contains(lie)).toList();
      case PAXOS -> List.of(values());
    };
  }

  /**
   * @param genesis the hash of the ledger's genesis
   * @param another a member that is neither the sender nor the receiver, or the receiver
   * @return nothing where the lie cannot be told by this message
   */
  public Optional<PeerMessage> of(PeerMessage message, Hash genesis, String another) {
    return switch (message) {
      case LamportPeerMessage(var mutex, var block) -> ofLamport(mutex, block, another);
      case PaxosPeerMessage paxos -> ofPaxos(paxos, genesis, another);
      case PeerMessage.Blocks piece -> ofPiece(piece, another);
      case PeerMessage.Fetch _ -> Optional.empty();
    };
  }

  /** A forged block in the place of the first one that was asked for. */
  private Optional<PeerMessage> ofPiece(PeerMessage.Blocks piece, String another) {
    var from = piece.from();
    var first = piece.blocks().getFirst();
    Optional<Block> forged =
        switch (this) {
          case FETCHED_BLOCK_OF_ANOTHER ->
              Optional.of(theft(from, another, first.height() - 1, first.previous(), first.time()));
          case BLOCK_NOT_CHOSEN ->
              Optional.of(
                  Block.of(first.height(), first.previous(), first.time(), from, List.of()));
          case INCARNATION,
              TIME,
              HEIGHT,
              DURABLE_HEIGHT,
              GENERATION,
              BALLOT,
              ANOTHER_CHAIN,
              BLOCK_OF_ANOTHER,
              BLOCKS_NOT_ASKED_FOR,
              BALLOT_OF_ANOTHER,
              MONEY_OF_ANOTHER,
              COMMIT_WITHOUT_VOTES,
              VOTE_FOR_THEFT ->
              Optional.empty();
        };
    return forged.map(
        block ->
            new PeerMessage.Blocks(
                from,
                piece.incarnation(),
                piece.receiverIncarnation(),
                inFrontOf(piece.blocks(), signed(from, another, block))));
  }

  /** The blocks that follow are chosen, and signed by a majority: they prove what leads to them. */
  private List<Block> inFrontOf(List<Block> blocks, Block forged) {
    return this == BLOCK_NOT_CHOSEN
        ? Stream.concat(Stream.of(forged), blocks.stream().skip(1)).toList()
        : List.of(forged);
  }

  /** By the liar; and what the liar shows as the signature of another is its own. */
  private static Block signed(String liar, String another, Block block) {
    var signed = Signatures.sign(liar, block);
    return signed.signed(another, signed.attestation().signatureOf(liar).orElseThrow());
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
      case GENERATION,
          BALLOT,
          BALLOT_OF_ANOTHER,
          MONEY_OF_ANOTHER,
          FETCHED_BLOCK_OF_ANOTHER,
          BLOCK_NOT_CHOSEN,
          COMMIT_WITHOUT_VOTES,
          VOTE_FOR_THEFT ->
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

  /** The same message with another state. */
  static Optional<PeerMessage> turn(MutexMessage message, State lie, Optional<Block> block) {
    MutexMessage lying =
        switch (message) {
          case MutexMessage.Hello(var _, var rejoin, var start) ->
              new MutexMessage.Hello(lie, rejoin, start);
          case MutexMessage.Welcome(var _, var participating, var time, var durable, var start) ->
              new MutexMessage.Welcome(lie, participating, time, durable, start);
          case MutexMessage.Request _ -> new MutexMessage.Request(lie);
          case MutexMessage.Ack _ -> new MutexMessage.Ack(lie);
          case MutexMessage.Release _ -> new MutexMessage.Release(lie);
          case MutexMessage.Append _ -> new MutexMessage.Append(lie);
          case MutexMessage.Durable _ -> new MutexMessage.Durable(lie);
          case MutexMessage.Heartbeat _ -> new MutexMessage.Heartbeat(lie);
        };
    return Optional.of(new LamportPeerMessage(lying, block));
  }

  // --- Paxos mode -------------------------------------------------------------------------------

  private Optional<PeerMessage> ofPaxos(PaxosPeerMessage whole, Hash genesis, String another) {
    var message = whole.paxos();
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
      case DURABLE_HEIGHT -> says(new PaxosMessage.Welcome(state, 0, 0, ABSURD, 0));
      case BALLOT -> leads(state, absurd);
      case BALLOT_OF_ANOTHER -> leads(state, state.promised().next(another));
      case ANOTHER_CHAIN -> says(new PaxosMessage.Commit(state, 0, Hash.ZERO));
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
              ? Optional.of(stolenLog(promise, whole.block(), genesis, another))
              : Optional.empty();
      case BLOCK_OF_ANOTHER ->
          message instanceof PaxosMessage.Accept accept
              ? Optional.of(proposesTheft(accept, another))
              : Optional.empty();
      case COMMIT_WITHOUT_VOTES ->
          message instanceof PaxosMessage.Accept accept
              ? Optional.of(commitsUnasked(accept, whole.block().orElseThrow(), another))
              : Optional.empty();
      case VOTE_FOR_THEFT ->
          message instanceof PaxosMessage.Promise promise
              ? Optional.of(votedForTheft(promise, whole, another))
              : Optional.empty();
      case FETCHED_BLOCK_OF_ANOTHER, BLOCK_NOT_CHOSEN -> Optional.empty();
    };
  }

  private static PeerMessage stolenLog(
      PaxosMessage.Promise promise, Optional<Block> block, Hash genesis, String another) {
    var liar = promise.state().from();
    var log = SignedLog.unsigned(List.of(steal(liar, another)));
    return new PaxosPeerMessage(
        promise, block, Signatures.sign(liar, genesis, promise.height(), log));
  }

  private static PeerMessage proposesTheft(PaxosMessage.Accept accept, String another) {
    var block = provenTheft(accept.state(), another);
    return new PaxosPeerMessage(
        new PaxosMessage.Accept(accept.state(), accept.ballot(), accept.height(), block.hash()),
        Optional.of(block));
  }

  /** What it shows as the signature of the member whose money it is, is its own. */
  private static Block provenTheft(PaxosState state, String another) {
    var liar = state.from();
    var block = theft(liar, another, state.height(), state.hash(), state.time());
    var log = SignedLog.unsigned(block.transfers());
    var proof = Signatures.sign(liar, state.hash(), block.height(), log).prove(block.transfers());
    return block.with(Attestation.executedBy(new TreeMap<>(Map.of(another, proof.orElseThrow()))));
  }

  /** The block is in order, and nobody has voted for it. */
  private static PeerMessage commitsUnasked(
      PaxosMessage.Accept accept, Block block, String another) {
    var votes = signed(accept.state().from(), another, block).attestation().signatures();
    return new PaxosPeerMessage(
        new PaxosMessage.Commit(accept.state(), accept.height(), accept.value()),
        Optional.of(block),
        SignedLog.NONE,
        votes);
  }

  private static PeerMessage votedForTheft(
      PaxosMessage.Promise promise, PaxosPeerMessage whole, String another) {
    var state = promise.state();
    var block = provenTheft(state, another);
    return new PaxosPeerMessage(
        new PaxosMessage.Promise(
            state,
            promise.ballot(),
            promise.height(),
            Optional.of(new Vote(promise.ballot(), block.hash())),
            promise.generations(),
            promise.whole()),
        Optional.of(block),
        whole.log());
  }

  private static Optional<PeerMessage> leads(PaxosState state, Ballot ballot) {
    return says(new PaxosMessage.Prepare(state, ballot, state.height() + 1));
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
                state.logged())));
  }

  private static Optional<PeerMessage> says(PaxosMessage message) {
    return Optional.of(new PaxosPeerMessage(message));
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
