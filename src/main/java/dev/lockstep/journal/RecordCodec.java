package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.paxos.Ballot;

/** What the records of a journal mean: the only place that knows the types and bodies. */
public final class RecordCodec {
  private static final byte ORIGIN = 1;
  private static final byte INCARNATION = 2;
  private static final byte JOINED = 3;
  static final byte APPENDED = 4;
  private static final byte MET = 5;
  private static final byte CLOCK = 6;
  private static final byte PROMISED = 7;
  private static final byte ACCEPTED = 8;
  private static final byte EXECUTED = 9;
  private static final byte FENCE = 10;
  private static final byte GENERATION = 11;

  private RecordCodec() {}

  public static byte type(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin _ -> ORIGIN;
      case JournalRecord.Incarnation _ -> INCARNATION;
      case JournalRecord.Joined _ -> JOINED;
      case JournalRecord.Appended _ -> APPENDED;
      case JournalRecord.Met _ -> MET;
      case JournalRecord.Clock _ -> CLOCK;
      case JournalRecord.Promised _ -> PROMISED;
      case JournalRecord.Accepted _ -> ACCEPTED;
      case JournalRecord.Executed _ -> EXECUTED;
      case JournalRecord.Fence _ -> FENCE;
      case JournalRecord.Generation _ -> GENERATION;
    };
  }

  /** Not to be changed: a block gives its own bytes. */
  public static byte[] body(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin(var genesis) -> genesis.encode();
      case JournalRecord.Incarnation(var number) ->
          new ByteWriter(Long.BYTES).int64(number).toByteArray();
      case JournalRecord.Clock(var limit) -> new ByteWriter(Long.BYTES).int64(limit).toByteArray();
      case JournalRecord.Joined() -> new byte[0];
      case JournalRecord.Appended(var block) -> block.bytes();
      case JournalRecord.Met(var member, var number) ->
          new ByteWriter(48).str(member).int64(number).toByteArray();
      case JournalRecord.Promised(var ballot) -> ballot(ballot, 0).toByteArray();
      case JournalRecord.Accepted(var ballot, var block) -> {
        var bytes = block.bytes();
        yield ballot(ballot, bytes.length).int32(bytes.length).bytes(bytes).toByteArray();
      }
      case JournalRecord.Executed(var transfers) -> {
        var out = new ByteWriter(64 + 64 * transfers.size());
        Transfer.encodeAll(transfers, out);
        yield out.toByteArray();
      }
      case JournalRecord.Generation(var number) ->
          new ByteWriter(Long.BYTES).int64(number).toByteArray();
      case JournalRecord.Fence(var height) ->
          new ByteWriter(Long.BYTES).int64(height).toByteArray();
    };
  }

  private static ByteWriter ballot(Ballot ballot, int more) {
    return new ByteWriter(64 + more).int64(ballot.round()).str(ballot.member());
  }

  /**
   * @throws MalformedException when the bytes are no such record, or the type is unknown
   */
  public static JournalRecord decode(byte type, byte[] body) {
    return switch (type) {
      case ORIGIN -> new JournalRecord.Origin(Genesis.decode(body));
      case INCARNATION -> {
        var in = new ByteReader(body);
        long number = in.int64();
        in.expectEnd();
        yield new JournalRecord.Incarnation(number);
      }
      case JOINED -> {
        new ByteReader(body).expectEnd();
        yield new JournalRecord.Joined();
      }
      case APPENDED -> new JournalRecord.Appended(Block.decode(body));
      case MET -> {
        var in = new ByteReader(body);
        var met = new JournalRecord.Met(in.str(), in.int64());
        in.expectEnd();
        yield met;
      }
      case CLOCK -> {
        var in = new ByteReader(body);
        var clock = new JournalRecord.Clock(in.int64());
        in.expectEnd();
        yield clock;
      }
      case PROMISED -> {
        var in = new ByteReader(body);
        var promised = new JournalRecord.Promised(ballot(in));
        in.expectEnd();
        yield promised;
      }
      case ACCEPTED -> {
        var in = new ByteReader(body);
        var accepted = new JournalRecord.Accepted(ballot(in), Block.decode(in.bytes(in.count(1))));
        in.expectEnd();
        yield accepted;
      }
      case EXECUTED -> {
        var in = new ByteReader(body);
        var executed = new JournalRecord.Executed(Transfer.decodeAll(in, Integer.MAX_VALUE));
        in.expectEnd();
        yield executed;
      }
      case GENERATION -> {
        var in = new ByteReader(body);
        var generation = new JournalRecord.Generation(in.int64());
        in.expectEnd();
        yield generation;
      }
      case FENCE -> {
        var in = new ByteReader(body);
        var fence = new JournalRecord.Fence(in.int64());
        in.expectEnd();
        yield fence;
      }
      default ->
          throw new MalformedException("a record has type " + type + ", which is not known here");
    };
  }

  private static Ballot ballot(ByteReader in) {
    return new Ballot(in.int64(), in.str());
  }
}
