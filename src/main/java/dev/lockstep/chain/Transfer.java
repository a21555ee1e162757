package dev.lockstep.chain;

import java.util.UUID;

/**
 * Money on its way from one account to another.
 *
 * @param id chosen by the client or by the node; on a chain at most once
 * @param amount minor units, above zero
 * @param memo at most {@link TransferRules#MEMO_MAX} characters, may be empty
 */
public record Transfer(UUID id, String from, String to, long amount, String memo) {
  /** The shortest there is: an id, three empty strings, an amount. */
  static final int BYTES_MIN = 16 + 2 + 2 + 8 + 2;

  public void encode(ByteWriter out) {
    out.uuid(id).str(from).str(to).int64(amount).str(memo);
  }

  public static Transfer decode(ByteReader in) {
    return new Transfer(in.uuid(), in.str(), in.str(), in.int64(), in.str());
  }

  public byte[] encode() {
    var out = new ByteWriter(64);
    encode(out);
    return out.toByteArray();
  }
}
