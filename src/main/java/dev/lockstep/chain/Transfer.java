package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A transfer of money from one account to another.
 *
 * @param id chosen by the client or by the node; on a chain at most once
 * @param amount minor units, above zero
 * @param memo at most {@link TransferRules#MEMO_MAX} characters, may be empty
 */
public record Transfer(UUID id, String from, String to, long amount, String memo) {
  /** The length of the shortest encoding: an id, three empty strings, an amount. */
  static final int BYTES_MIN = 16 + 2 + 2 + 8 + 2;

  public void encode(ByteWriter out) {
    out.uuid(id).str(from).str(to).int64(amount).str(memo);
  }

  public static Transfer decode(ByteReader in) {
    return new Transfer(in.uuid(), in.str(), in.str(), in.int64(), in.str());
  }

  /** Writes the number of transfers and then each of them. */
  public static void encodeAll(List<Transfer> transfers, ByteWriter out) {
    out.int32(transfers.size());
    transfers.forEach(transfer -> transfer.encode(out));
  }

  /**
   * @throws MalformedException when there are more than {@code most}, or when anything but
   *     transfers follows their number
   */
  public static List<Transfer> decodeAll(ByteReader in, int most) {
    int count = in.count(BYTES_MIN);
    if (count > most) {
      throw new MalformedException("a count of " + count + " transfers, " + most + " are the most");
    }
    List<Transfer> transfers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      transfers.add(decode(in));
    }
    return List.copyOf(transfers);
  }

  public byte[] encode() {
    var out = new ByteWriter(64);
    encode(out);
    return out.toByteArray();
  }
}
