package dev.lockstep.door;

import java.io.ByteArrayOutputStream;

/** The part of the distinguished encoding rules (ITU-T X.690) that a certificate needs. */
enum Der {
  INTEGER(0x02),
  BIT_STRING(0x03),
  OBJECT_IDENTIFIER(0x06),
  UTF8_STRING(0x0c),
  UTC_TIME(0x17),
  GENERALIZED_TIME(0x18),
  SEQUENCE(0x30),
  SET(0x31),
  CONTEXT_0(0xa0);

  private final int tag;

  Der(int tag) {
    this.tag = tag;
  }

  /** A value of this type: the parts, one after the other. */
  byte[] of(byte[]... parts) {
    int length = 0;
    for (var part : parts) {
      length += part.length;
    }
    var out = new ByteArrayOutputStream();
    out.write(tag);
    writeLength(length, out);
    for (var part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** Section 8.1.3: one byte up to 127; above, the number of length bytes and then these. */
  private static void writeLength(int length, ByteArrayOutputStream out) {
    if (length < 0x80) {
      out.write(length);
      return;
    }
    int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
    out.write(0x80 | bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      out.write(length >>> 8 * i);
    }
  }
}
