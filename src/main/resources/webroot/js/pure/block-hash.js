// Recomputes a block's hash and Merkle root from its content, by docs/format.md: the page
// does not have to take the node's word for it.
const utf8 = new TextEncoder();

/** Collects the bytes of the canonical form; integers are big-endian. */
class Bytes {
  /** @type {Uint8Array[]} */
  #parts = [];

  /** @param {Uint8Array} bytes */
  raw(bytes) {
    this.#parts.push(bytes);
    return this;
  }

  /** @param {string} text */
  ascii(text) {
    return this.raw(utf8.encode(text));
  }

  /** @param {string} text behind its length in bytes */
  str(text) {
    const bytes = utf8.encode(text);
    return this.raw(new Uint8Array([bytes.length >> 8, bytes.length & 0xff])).raw(bytes);
  }

  /** @param {number} value */
  int32(value) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setInt32(0, value);
    return this.raw(bytes);
  }

  /** @param {number | bigint} value */
  int64(value) {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setBigInt64(0, BigInt(value));
    return this.raw(bytes);
  }

  /** @param {string} text */
  hex(text) {
    return this.raw(Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16)));
  }

  done() {
    const whole = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of this.#parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}

/** @param {Uint8Array<ArrayBuffer>} bytes */
const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
/** @param {Uint8Array} bytes */
const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Browsers lend SHA-256 only to pages from https or from this machine. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/**
 * The hash of the header as the block shows it. Genesis is hashed over the configuration and cannot be checked so.
 * @param {Wire.Block} block
 */
export async function headerHash(block) {
  return toHex(await sha256(new Bytes()
    .ascii('lockstep-block-v1')
    .int64(block.height)
    .hex(block.previous_hash)
    .int64(block.time)
    .str(block.proposer)
    .int32(block.transfer_count)
    .hex(block.root)
    .done()));
}

/**
 * RFC 9162, 2.1.1, over the transfers in block order.
 * @param {Wire.Transfer[]} transfers
 */
export async function merkleRoot(transfers) {
  if (transfers.length === 0) return toHex(await sha256(new Uint8Array()));
  let level = await Promise.all(transfers.map((transfer) => sha256(new Bytes()
    .raw(new Uint8Array([0]))
    .hex(transfer.id.replaceAll('-', ''))
    .str(transfer.from)
    .str(transfer.to)
    .int64(wholeUnits(transfer.amount))
    .str(transfer.memo ?? '')
    .done())));
  // Pairing level by level and lifting an odd last one unchanged builds the same tree as the RFC's
  // recursion, which splits at the largest power of two below n.
  while (level.length > 1) {
    const children = level;
    level = await Promise.all(children.filter((_, i) => i % 2 === 0).map((left, i) => parentOf(left, children[2 * i + 1])));
  }
  return toHex(/** @type {Uint8Array} */ (level[0]));
}

/**
 * @param {Uint8Array<ArrayBuffer>} left
 * @param {Uint8Array<ArrayBuffer> | undefined} right none beside an odd last one
 */
const parentOf = async (left, right) => (right ? sha256(new Bytes().raw(new Uint8Array([1])).raw(left).raw(right).done()) : left);

/** @param {string} amount */
function wholeUnits(amount) {
  const [whole = '', fraction = ''] = amount.split('.');
  return BigInt(whole + fraction.padEnd(2, '0'));
}
