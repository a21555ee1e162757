// Bytes, hashes and their text, as docs/format.md has them.
const utf8 = new TextEncoder();

/** What comes from outside and is not what it should be. The message is the rest of a sentence about it. */
export class Malformed extends Error {}

/** Collects the bytes of the canonical form; integers are big-endian. */
export class Bytes {
  /** @type {Uint8Array[]} */
  #parts = [];

  /** @param {Uint8Array} bytes */
  raw(bytes) {
    this.#parts.push(bytes);
    return this;
  }

  /** @param {string} text */
  text(text) {
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

/** Browsers lend SHA-256 only to pages from https or from this machine. */
export const canHash = () => Boolean(globalThis.crypto?.subtle);

/** @param {Uint8Array<ArrayBuffer>} bytes */
export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** @param {Uint8Array} bytes */
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * Strict (RFC 4648, section 4): one text for the same bytes.
 * @param {string} text
 */
export function fromBase64(text) {
  let binary;
  try {
    binary = atob(text);
  } catch {
    binary = null;
  }
  if (binary === null || btoa(binary) !== text) throw new Malformed(`"${excerpt(text)}" is no base64`);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/**
 * The beginning of a foreign text, for a sentence about it.
 * @param {unknown} text
 */
export function excerpt(text) {
  const whole = String(text);
  return whole.length > 60 ? `${whole.slice(0, 60)}…` : whole;
}
