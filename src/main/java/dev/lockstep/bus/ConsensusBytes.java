package dev.lockstep.bus;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.chain.SignedLog;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.paxos.PaxosState;
import dev.lockstep.paxos.Vote;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Messages of Paxos as bytes: type, state, what the kind has of its own, block, log, votes. */
final class ConsensusBytes {
  /** Types from here on are Paxos's. */
  static final int FIRST = 16;

  private static final int HELLO = 16;
  private static final int WELCOME = 17;
  private static final int HEARTBEAT = 18;
  private static final int JOIN = 19;
  private static final int ADMIT = 20;
  private static final int PREPARE = 21;
  private static final int PROMISE = 22;
  private static final int ACCEPT = 23;
  private static final int ACCEPTED = 24;
  private static final int REJECTED = 25;
  private static final int COMMIT = 26;

  /** The shortest entry of a map of generations: an empty name and a number. */
  private static final int GENERATION_BYTES_MIN = 2 + Long.BYTES;

  private ConsensusBytes() {}

  static int estimate(PaxosPeerMessage message) {
    return 512
        + message.block().map(PeerMessageBytes::estimate).orElse(0)
        + 64 * message.log().transfers().size()
        + 96 * message.votes().size();
  }

  static void write(PaxosPeerMessage message, ByteWriter out) {
    writePaxos(message.paxos(), out);
    PeerMessageBytes.writeBlock(message.block(), out);
    write(message.log(), out);
    Attestation.encode(message.votes(), out);
  }

  private static void write(SignedLog log, ByteWriter out) {
    Transfer.encodeAll(log.transfers(), out);
    out.int8(log.signature().isPresent() ? 1 : 0);
    log.signature().ifPresent(signature -> out.bytes(signature.bytes()));
  }

  private static SignedLog readLog(ByteReader in) {
    var log = SignedLog.unsigned(Transfer.decodeAll(in, Block.TRANSFERS_MAX));
    return in.int8() == 0 ? log : log.signed(MemberSignature.of(in.bytes(MemberSignature.BYTES)));
  }

  private static void writePaxos(PaxosMessage paxos, ByteWriter out) {
    switch (paxos) {
      case PaxosMessage.Hello(var state, var start) -> write(HELLO, state, out).int64(start);
      case PaxosMessage.Welcome(
              var state,
              var generation,
              var incarnation,
              var durable,
              var start) ->
          write(WELCOME, state, out)
              .int64(generation)
              .int64(incarnation)
              .int64(durable)
              .int64(start);
      case PaxosMessage.Heartbeat(var state) -> write(HEARTBEAT, state, out);
      case PaxosMessage.Join(var state, var ballot, var start) ->
          write(ballot, write(JOIN, state, out)).int64(start);
      case PaxosMessage.Admit(var state, var ballot, var accepted, var start) ->
          write(accepted, write(ballot, write(ADMIT, state, out)).int64(start));
      case PaxosMessage.Prepare(var state, var ballot, var height) ->
          write(ballot, write(PREPARE, state, out)).int64(height);
      case PaxosMessage.Promise(
              var state,
              var ballot,
              var height,
              var accepted,
              var generations,
              var whole) -> {
        write(accepted, write(ballot, write(PROMISE, state, out)).int64(height));
        out.int32(generations.size());
        generations.forEach((member, generation) -> out.str(member).int64(generation));
        out.int8(whole ? 1 : 0);
      }
      case PaxosMessage.Accept(var state, var ballot, var height, var value) ->
          write(ballot, write(ACCEPT, state, out)).int64(height).hash(value);
      case PaxosMessage.Accepted(var state, var ballot, var height, var value) ->
          write(ballot, write(ACCEPTED, state, out)).int64(height).hash(value);
      case PaxosMessage.Rejected(var state, var ballot, var height) ->
          write(ballot, write(REJECTED, state, out)).int64(height);
      case PaxosMessage.Commit(var state, var height, var value) ->
          write(COMMIT, state, out).int64(height).hash(value);
    }
  }

  private static ByteWriter write(int type, PaxosState state, ByteWriter out) {
    out.int8(type).str(state.from()).int64(state.generation()).int64(state.incarnation());
    out.int64(state.time()).int64(state.height()).hash(state.hash());
    return write(state.promised(), out.int64(state.durable()))
        .int8(state.member() ? 1 : 0)
        .int32(state.logged());
  }

  private static ByteWriter write(Ballot ballot, ByteWriter out) {
    return out.int64(ballot.round()).str(ballot.member());
  }

  private static void write(Optional<Vote> vote, ByteWriter out) {
    out.int8(vote.isPresent() ? 1 : 0);
    vote.ifPresent(v -> write(v.ballot(), out).hash(v.value()));
  }

  static PaxosPeerMessage read(int type, ByteReader in) {
    var paxos = readPaxos(type, in);
    var block = PeerMessageBytes.readBlockIfAny(in);
    var named = block.map(Block::hash);
    if (!named.equals(wanted(paxos, named))) {
      throw new MalformedException("a message of type " + type + " with another block, or none");
    }
    return new PaxosPeerMessage(paxos, block, readLog(in), Attestation.decodeSignatures(in));
  }

  /** The hash of the block that has to be sent along. */
  private static Optional<Hash> wanted(PaxosMessage paxos, Optional<Hash> found) {
    return switch (paxos) {
      case PaxosMessage.Promise promise -> promise.accepted().map(Vote::value);
      case PaxosMessage.Admit admit -> admit.accepted().map(Vote::value);
      case PaxosMessage.Accept accept -> Optional.of(accept.value());
      // A member that has voted for the block does not get it again.
      case PaxosMessage.Commit commit -> found.map(any -> commit.value());
      case PaxosMessage.Hello _,
          PaxosMessage.Welcome _,
          PaxosMessage.Heartbeat _,
          PaxosMessage.Join _,
          PaxosMessage.Prepare _,
          PaxosMessage.Accepted _,
          PaxosMessage.Rejected _ ->
          Optional.empty();
    };
  }

  private static PaxosMessage readPaxos(int type, ByteReader in) {
    return switch (type) {
      case HELLO -> new PaxosMessage.Hello(state(in), in.int64());
      case WELCOME ->
          new PaxosMessage.Welcome(state(in), number(in), number(in), number(in), in.int64());
      case HEARTBEAT -> new PaxosMessage.Heartbeat(state(in));
      case JOIN -> new PaxosMessage.Join(state(in), ballot(in), in.int64());
      case ADMIT -> admit(in);
      case PREPARE -> new PaxosMessage.Prepare(state(in), ballot(in), number(in));
      case PROMISE ->
          new PaxosMessage.Promise(
              state(in), ballot(in), number(in), vote(in), generations(in), in.int8() != 0);
      case ACCEPT -> new PaxosMessage.Accept(state(in), ballot(in), number(in), in.hash());
      case ACCEPTED -> new PaxosMessage.Accepted(state(in), ballot(in), number(in), in.hash());
      case REJECTED -> new PaxosMessage.Rejected(state(in), ballot(in), number(in));
      case COMMIT -> new PaxosMessage.Commit(state(in), number(in), in.hash());
      default -> throw new MalformedException("a message of type " + type);
    };
  }

  private static PaxosMessage.Admit admit(ByteReader in) {
    var state = state(in);
    var ballot = ballot(in);
    long start = in.int64();
    return new PaxosMessage.Admit(state, ballot, vote(in), start);
  }

  private static PaxosState state(ByteReader in) {
    var from = in.str();
    long generation = number(in);
    long incarnation = number(in);
    long time = number(in);
    long height = number(in);
    var hash = in.hash();
    long durable = number(in);
    var promised = ballot(in);
    boolean member = in.int8() != 0;
    int logged = in.int32();
    if (logged < 0) {
      throw belowZero(logged);
    }
    return new PaxosState(
        from, generation, incarnation, time, height, hash, durable, promised, member, logged);
  }

  private static Ballot ballot(ByteReader in) {
    return new Ballot(number(in), in.str());
  }

  private static Optional<Vote> vote(ByteReader in) {
    return in.int8() == 0 ? Optional.empty() : Optional.of(new Vote(ballot(in), in.hash()));
  }

  private static SortedMap<String, Long> generations(ByteReader in) {
    int count = in.count(GENERATION_BYTES_MIN);
    SortedMap<String, Long> generations = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      var member = in.str();
      if (generations.put(member, number(in)) != null) {
        throw new MalformedException("two generations of " + member);
      }
    }
    return generations;
  }

  /** A height, a time or a count: none is below zero. */
  private static long number(ByteReader in) {
    long number = in.int64();
    if (number < 0) {
      throw belowZero(number);
    }
    return number;
  }

  private static MalformedException belowZero(long number) {
    return new MalformedException("the number " + number + ", which is below zero");
  }
}
