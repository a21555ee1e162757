package dev.lockstep.journal;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;

/**
 * The types and bodies of a journal's records: here those of every protocol, and which codec has
 * the others.
 */
public final class RecordCodec {
  private static final byte ORIGIN = 1;
  private static final byte INCARNATION = 2;
  private static final byte JOINED = 3;
  static final byte APPENDED = 4;
  private static final byte MET = 5;
  private static final byte CLOCK = 6;
  static final byte SIGNED = 12;

  private RecordCodec() {}

  public static byte type(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin _ -> ORIGIN;
      case JournalRecord.Incarnation _ -> INCARNATION;
      case JournalRecord.Joined _ -> JOINED;
      case JournalRecord.Appended _ -> APPENDED;
      case JournalRecord.Met _ -> MET;
      case JournalRecord.Clock _ -> CLOCK;
      case JournalRecord.Signed _ -> SIGNED;
      case PaxosRecord paxos -> PaxosRecordCodec.type(paxos);
    };
  }

  /** Not to be changed: a block gives its own bytes. */
  public static byte[] body(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin(var genesis) -> genesis.encode();
      case JournalRecord.Incarnation(var number) -> number(number);
      case JournalRecord.Clock(var limit) -> number(limit);
      case JournalRecord.Joined() -> new byte[0];
      case JournalRecord.Appended(var block) -> block.bytes();
      case JournalRecord.Met(var member, var number) ->
          new ByteWriter(48).str(member).int64(number).toByteArray();
      case JournalRecord.Signed(var height, var signature) ->
          new ByteWriter(Long.BYTES + MemberSignature.BYTES)
              .int64(height)
              .bytes(signature.bytes())
              .toByteArray();
      case PaxosRecord paxos -> PaxosRecordCodec.body(paxos);
    };
  }

  static byte[] number(long number) {
    return new ByteWriter(Long.BYTES).int64(number).toByteArray();
  }

  /**
   * @throws MalformedException when the bytes are no such record, or the type is unknown
   */
  public static JournalRecord decode(byte type, byte[] body) {
    return switch (type) {
      case ORIGIN -> new JournalRecord.Origin(Genesis.decode(body));
      case APPENDED -> new JournalRecord.Appended(Block.decode(body));
      default -> {
        var in = new ByteReader(body);
        var entry = decode(type, in);
        in.expectEnd();
        yield entry;
      }
    };
  }

  private static JournalRecord decode(byte type, ByteReader in) {
    return switch (type) {
      case INCARNATION -> new JournalRecord.Incarnation(in.int64());
      case JOINED -> new JournalRecord.Joined();
      case MET -> new JournalRecord.Met(in.str(), in.int64());
      case CLOCK -> new JournalRecord.Clock(in.int64());
      case SIGNED ->
          new JournalRecord.Signed(in.int64(), MemberSignature.of(in.bytes(MemberSignature.BYTES)));
      default -> PaxosRecordCodec.decode(type, in);
    };
  }
}
