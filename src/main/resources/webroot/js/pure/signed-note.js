// Reads signed notes, checkpoints and the keys that sign them (C2SP signed-note, tlog-checkpoint), as strictly as
// the Java classes do. Who has signed is checked in trust.js.
import { Bytes, Malformed, excerpt, fromBase64, sha256, toHex } from './bytes.js';

/** In characters: a hundred signatures and a checkpoint are far shorter. */
const LENGTH_MAX = 100_000;
const SIGNATURES_MAX = 99;
const KEY_ID_BYTES = 4;
const HASH_BYTES = 32;
const KEY_BYTES = 32;
/** Kinds of signatures: the log's, and the one with a time of a witness. */
const [ED25519, COSIGNATURE] = [1, 4];

/** @typedef {{ name: string, keyId: string, signature: Uint8Array<ArrayBuffer> }} Line */
/** @typedef {{ text: string, lines: Line[] }} SignedNote `text` is what is signed */
/** @typedef {{ origin: string, size: bigint, root: string }} Checkpoint */
/** @typedef {{ name: string, raw: Uint8Array<ArrayBuffer>, id: string, cosignerId: string }} VerifierKey */

/**
 * @param {string} note
 * @returns {SignedNote}
 */
export function readNote(note) {
  if (note.length > LENGTH_MAX) throw new Malformed(`the note has ${note.length} characters`);
  if (/\p{Surrogate}/u.test(note)) throw new Malformed('the note is no text');
  if ([...note].some((character) => character < ' ' && character !== '\n')) throw new Malformed('the note has a control character');
  // The text may have empty lines itself: the last one ends it.
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw new Malformed('the note has no empty line before its signatures');
  if (!note.endsWith('\n') || end === note.length - 2) throw new Malformed('the note does not end with a newline behind a signature');
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) throw new Malformed(`the note has more than ${SIGNATURES_MAX} signatures`);
  return { text: note.slice(0, end + 1), lines: lines.map(readLine) };
}

/**
 * @param {string} line
 * @returns {Line}
 */
function readLine(line) {
  const [, name, signature] = /^\u2014 ([^\s+]+) (\S+)$/u.exec(line) ?? [];
  if (name === undefined || signature === undefined) throw new Malformed(`"${excerpt(line)}" is no signature line`);
  const bytes = fromBase64(signature);
  if (bytes.length <= KEY_ID_BYTES) throw new Malformed(`the signature of ${excerpt(name)} is too short`);
  return { name, keyId: toHex(bytes.slice(0, KEY_ID_BYTES)), signature: bytes.slice(KEY_ID_BYTES) };
}

/**
 * Lines behind the third are refused: nobody here writes any, and what they say could not be checked.
 * @param {string} text of the note
 * @returns {Checkpoint}
 */
export function readCheckpoint(text) {
  const [origin = '', size = '', root = '', end, ...more] = text.split('\n');
  if (end !== '' || more.length > 0 || !origin) throw new Malformed('a checkpoint has three lines: origin, size and root');
  if (!/^(0|[1-9][0-9]{0,17})$/.test(size)) throw new Malformed(`"${excerpt(size)}" is no size of a tree`);
  const bytes = fromBase64(root);
  if (bytes.length !== HASH_BYTES) throw new Malformed(`the root has ${bytes.length} bytes`);
  return { origin, size: BigInt(size), root: toHex(bytes) };
}

/**
 * A public key and whose it is, as one line. Base64 has plus signs of its own.
 * @param {string} line
 * @returns {Promise<VerifierKey>}
 */
export async function readKey(line) {
  const [, name, id, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new Malformed(`"${excerpt(line)}" is no key of a member`);
  const typed = fromBase64(encoded);
  if (typed.length !== 1 + KEY_BYTES || typed[0] !== ED25519) throw new Malformed(`"${excerpt(line)}" has no Ed25519 key`);
  const raw = typed.slice(1);
  const key = { name, raw, id: await keyId(name, ED25519, raw), cosignerId: await keyId(name, COSIGNATURE, raw) };
  if (key.id !== id) throw new Malformed(`"${excerpt(line)}" has an id that does not belong to its name and key`);
  return key;
}

/**
 * @param {string} name
 * @param {number} kind
 * @param {Uint8Array} raw
 */
async function keyId(name, kind, raw) {
  return toHex((await sha256(new Bytes().text(`${name}\n`).raw(new Uint8Array([kind])).raw(raw).done())).slice(0, KEY_ID_BYTES));
}
