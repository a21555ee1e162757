package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.order.JournalRecord;

/** What the records of a journal mean: the only place that knows the types and bodies. */
public final class RecordCodec {
  private static final byte ORIGIN = 1;
  private static final byte INCARNATION = 2;
  private static final byte JOINED = 3;
  static final byte APPENDED = 4;
  private static final byte MET = 5;
  private static final byte CLOCK = 6;

  private RecordCodec() {}

  public static byte type(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin _ -> ORIGIN;
      case JournalRecord.Incarnation _ -> INCARNATION;
      case JournalRecord.Joined _ -> JOINED;
      case JournalRecord.Appended _ -> APPENDED;
      case JournalRecord.Met _ -> MET;
      case JournalRecord.Clock _ -> CLOCK;
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
    };
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
      default ->
          throw new MalformedException("a record has type " + type + ", which is not known here");
    };
  }
}
