// Whom somebody believes who was not there: the members' public keys, and how many members there are.
import { Bytes, Malformed, canHash, excerpt, fromBase64 } from './bytes.js';
import { listing } from './format.js';
import { readCheckpoint, readKey } from './signed-note.js';

const TIME_BYTES = 8;
/** A key that exists (RFC 8032, section 7.1, test 1): a browser that cannot import it knows no Ed25519. */
const SOME_KEY = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';

/** @typedef {import('./signed-note.js').VerifierKey} VerifierKey */
/** @typedef {import('./signed-note.js').Checkpoint} Checkpoint */
/**
 * @typedef {object} Trust
 * @property {string} origin the ledger whose checkpoints are believed
 * @property {VerifierKey[]} keys may be fewer than the members
 * @property {number} members of the ledger: more than half of them have to have signed
 */
/**
 * What a note turned out to be. `unchecked` is one of this ledger whose signatures this browser cannot check.
 * @typedef {{ kind: 'signed', checkpoint: Checkpoint, signatories: string[] }
 *   | { kind: 'unchecked', checkpoint: Checkpoint, named: string[] }
 *   | { kind: 'refused', problem: string }} Finding
 */

/** More than half of so many. @param {number} members */
export const majority = (members) => Math.floor(members / 2) + 1;

/** "demo/A" → "A" @param {string} name */
export const memberOf = (name) => name.slice(name.indexOf('/') + 1);

/**
 * @param {string} origin
 * @param {Wire.KeyOf[]} members
 * @returns {Promise<Trust>}
 */
export async function readTrust(origin, members) {
  const [, ledger] = /^lockstep\/([A-Za-z0-9_-]{1,32})\/[0-9a-f]{64}$/.exec(origin) ?? [];
  if (ledger === undefined) throw new Malformed(`"${excerpt(origin)}" is no origin of checkpoints`);
  const keys = await Promise.all(members.flatMap(({ member, key }) => (key === undefined ? [] : [readKeyOf(`${ledger}/${member}`, key)])));
  const texts = new Set(keys.map(({ raw }) => raw.join()));
  // Else one of them could sign for both.
  if (texts.size < keys.length) throw new Malformed('two members have the same key');
  return { origin, keys, members: members.length };
}

/**
 * @param {string} name
 * @param {string} line
 */
async function readKeyOf(name, line) {
  const key = await readKey(line);
  if (key.name !== name) throw new Malformed(`the key of ${excerpt(name)} is in the name of ${excerpt(key.name)}`);
  return key;
}

/** @type {Promise<boolean> | null} */
let known = null;

/** Whether this browser checks Ed25519 (Chrome 137, Firefox 130, Safari 17). */
export function canVerify() {
  known ??= canHash() ? importKey(fromBase64(SOME_KEY)).then(() => true, () => false) : Promise.resolve(false);
  return known;
}

/** @param {Uint8Array<ArrayBuffer>} raw */
const importKey = (raw) => crypto.subtle.importKey('raw', raw, { name: 'Ed25519' }, false, ['verify']);

/**
 * @param {VerifierKey} key
 * @param {string} text
 * @param {Uint8Array<ArrayBuffer>} signature
 */
async function verify(key, text, signature) {
  try {
    return await crypto.subtle.verify({ name: 'Ed25519' }, await importKey(key.raw), signature, new Bytes().text(text).done());
  } catch {
    return false; // 32 bytes that are no key, or a signature of another length.
  }
}

/**
 * Whether a line that is in this key's name is a signature of it under the text, as the log's or as a witness'.
 * @param {VerifierKey} key
 * @param {import('./signed-note.js').Line} line
 * @param {string} text
 */
async function isValid(key, { keyId, signature }, text) {
  if (keyId === key.id) return verify(key, text, signature);
  if (signature.length <= TIME_BYTES) return false;
  const seconds = new DataView(signature.buffer, signature.byteOffset).getBigInt64(0);
  return seconds >= 0n && verify(key, `cosignature/v1\ntime ${seconds}\n${text}`, signature.slice(TIME_BYTES));
}

/**
 * Checks a checkpoint. Signatures of keys that are not known here prove nothing, and are passed over; a wrong
 * signature of a known one refutes the note.
 * @param {import('./signed-note.js').SignedNote} note
 * @param {Trust} trust
 * @returns {Promise<Finding>}
 */
export async function checkNote(note, { origin, keys, members }) {
  const checkpoint = readCheckpoint(note.text);
  if (checkpoint.origin !== origin) return { kind: 'refused', problem: `The checkpoint is of ${excerpt(checkpoint.origin)} and not of ${origin}.` };
  const isChecked = await canVerify();
  /** @type {Set<string>} */
  const signatories = new Set();
  for (const key of keys) {
    for (const line of note.lines) {
      if (line.name !== key.name || (line.keyId !== key.id && line.keyId !== key.cosignerId)) continue;
      if (isChecked && !await isValid(key, line, note.text)) return { kind: 'refused', problem: `The signature of ${memberOf(key.name)} does not hold.` };
      signatories.add(memberOf(key.name));
    }
  }
  const names = [...signatories].sort();
  if (names.length < majority(members)) {
    const who = names.length ? listing(names) : 'no known key';
    return { kind: 'refused', problem: `The checkpoint is signed by ${who}, and ${majority(members)} of ${members} members have to sign.` };
  }
  return isChecked ? { kind: 'signed', checkpoint, signatories: names } : { kind: 'unchecked', checkpoint, named: names };
}
