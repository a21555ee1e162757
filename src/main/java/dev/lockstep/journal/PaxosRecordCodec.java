package dev.lockstep.journal;

import dev.lockstep.chain.Attestation;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.paxos.Ballot;

/** The types and bodies of the records of Paxos mode. */
final class PaxosRecordCodec {
  private static final byte PROMISED = 7;
  private static final byte ACCEPTED = 8;
  private static final byte EXECUTED = 9;
  private static final byte RECOVERY_HEIGHT = 10;
  private static final byte GENERATION = 11;
  static final byte ATTESTED = 13;

  private PaxosRecordCodec() {}

  static byte type(PaxosRecord entry) {
    return switch (entry) {
      case PaxosRecord.Promised _ -> PROMISED;
      case PaxosRecord.Accepted _ -> ACCEPTED;
      case PaxosRecord.Attested _ -> ATTESTED;
      case PaxosRecord.Executed _ -> EXECUTED;
      case PaxosRecord.RecoveryHeight _ -> RECOVERY_HEIGHT;
      case PaxosRecord.Generation _ -> GENERATION;
    };
  }

  static byte[] body(PaxosRecord entry) {
    return switch (entry) {
      case PaxosRecord.Promised(var ballot) -> ballot(ballot, 0).toByteArray();
      case PaxosRecord.Accepted(var ballot, var block) -> {
        var bytes = block.bytes();
        yield ballot(ballot, Integer.BYTES + bytes.length)
            .int32(bytes.length)
            .bytes(bytes)
            .toByteArray();
      }
      case PaxosRecord.Attested(var height, var hash, var attestation) -> {
        var out = new ByteWriter(Long.BYTES + Hash.BYTES + attestation.estimate());
        attestation.encode(out.int64(height).hash(hash));
        yield out.toByteArray();
      }
      case PaxosRecord.Executed(var transfers) -> {
        var out = new ByteWriter(64 + 64 * transfers.size());
        Transfer.encodeAll(transfers, out);
        yield out.toByteArray();
      }
      case PaxosRecord.Generation(var number) -> RecordCodec.number(number);
      case PaxosRecord.RecoveryHeight(var height) -> RecordCodec.number(height);
    };
  }

  private static ByteWriter ballot(Ballot ballot, int more) {
    int length = Long.BYTES + Short.BYTES + ballot.member().length();
    return new ByteWriter(length + more).int64(ballot.round()).str(ballot.member());
  }

  /**
   * @throws MalformedException when the bytes are no such record, or the type is unknown
   */
  static PaxosRecord decode(byte type, ByteReader in) {
    return switch (type) {
      case PROMISED -> new PaxosRecord.Promised(ballot(in));
      case ACCEPTED -> new PaxosRecord.Accepted(ballot(in), Block.decode(in.bytes(in.count(1))));
      case ATTESTED -> new PaxosRecord.Attested(in.int64(), in.hash(), Attestation.decode(in));
      case EXECUTED -> new PaxosRecord.Executed(Transfer.decodeAll(in, Integer.MAX_VALUE));
      case GENERATION -> new PaxosRecord.Generation(in.int64());
      case RECOVERY_HEIGHT -> new PaxosRecord.RecoveryHeight(in.int64());
      default ->
          throw new MalformedException("a record has type " + type + ", which is not known here");
    };
  }

  private static Ballot ballot(ByteReader in) {
    return new Ballot(in.int64(), in.str());
  }
}
