package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Purpose;
import dev.lockstep.order.Stamp;
import dev.lockstep.paxos.Ballot;

/** Stamps as bytes. The sender is not in them: the envelope names it. */
final class StampBytes {
  static final int ESTIMATE = 64;

  private static final int NOTHING = 0;
  private static final int CLAIM = 1;
  private static final int BALLOT = 2;

  private StampBytes() {}

  static void write(Stamp stamp, ByteWriter out) {
    out.int64(stamp.start()).int64(stamp.number()).int64(stamp.time());
    var purpose = stamp.purpose();
    out.int8(purpose.again() ? 1 : 0);
    if (purpose.claim().isPresent()) {
      out.int8(CLAIM).int64(purpose.claim().get().time()).str(purpose.claim().get().member());
    } else if (purpose.ballot().isPresent()) {
      out.int8(BALLOT).int64(purpose.ballot().get().round()).str(purpose.ballot().get().member());
    } else {
      out.int8(NOTHING);
    }
  }

  static Stamp read(String sender, ByteReader in) {
    long start = in.int64();
    long number = in.int64();
    long time = in.int64();
    if (number < 0 || time < 0) {
      throw new MalformedException("a number below zero in the stamp of " + sender);
    }
    boolean isAgain = in.int8() != 0;
    var stamp = new Stamp(sender, start, number, time, readPurpose(in).again(isAgain));
    return number == 0 ? Stamp.NONE : stamp;
  }

  private static Purpose readPurpose(ByteReader in) {
    int kind = in.int8();
    return switch (kind) {
      case NOTHING -> Purpose.NONE;
      case CLAIM -> Purpose.of(new Timestamp(in.int64(), in.str()));
      case BALLOT -> Purpose.of(new Ballot(in.int64(), in.str()));
      default -> throw new MalformedException("a message for a purpose of kind " + kind);
    };
  }
}
