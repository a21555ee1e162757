// Reads a receipt and checks it, by docs/format.md: step by step, so that the page can show each.
import { headerHash, transferLeaf } from './block-hash.js';
import { Malformed, excerpt } from './bytes.js';
import { listing, minorUnits, plural, shortHash } from './format.js';
import { readCheckpoint, readNote } from './signed-note.js';
import { blockLeaf, includes } from './tree-proof.js';
import { checkNote, majority } from './trust.js';

/** A tree of 2^63 leaves has no longer path. */
const PATH_MAX = 63;
/** In minor units. */
const AMOUNT_MAX = 10n ** 15n;
const INT_MAX = 2 ** 31 - 1;
const MEMO_MAX = 140;

/** @typedef {{ json: Wire.ProofOfTransfer, note: import('./signed-note.js').SignedNote, checkpoint: import('./signed-note.js').Checkpoint }} Receipt */
/** @typedef {{ id: string, from: string, to: string, amount: string, memo: string, height: number, position: number, hash: string }} Shown a transfer as the page shows it, and the hash of its block */
/** @typedef {{ id: 'shown' | 'block' | 'ledger' | 'signed', ok: boolean | null, title: string, text: string }} Step `ok` is null for what cannot be checked here */

/**
 * @param {string} text as the node gave it
 * @returns {Receipt}
 */
export function readReceipt(text) {
  const json = object(parse(text), 'JSON');
  const [transfer, header] = [object(json.transfer, '"transfer"'), object(json.header, '"header"')];
  const checkpoint = string(json.checkpoint, 'checkpoint');
  const note = readNote(checkpoint);
  return {
    // Only what is read here: the file that is saved holds what was checked, and nothing else.
    json: {
      transfer: {
        id: matching(transfer.id, 'id', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
        from: name(transfer.from, 'from'),
        to: name(transfer.to, 'to'),
        amount: amount(transfer.amount),
        memo: memo(transfer.memo),
      },
      position: number(json.position, 'position', INT_MAX),
      header: {
        height: number(header.height, 'height'),
        previous_hash: hash(header.previous_hash),
        time: number(header.time, 'time'),
        proposer: name(header.proposer, 'proposer'),
        transfer_count: number(header.transfer_count, 'transfer_count', INT_MAX),
        root: hash(header.root),
      },
      transfer_path: path(json.transfer_path, 'transfer_path'),
      block_path: path(json.block_path, 'block_path'),
      checkpoint,
    },
    note,
    checkpoint: readCheckpoint(note.text),
  };
}

/** The file that `./run.sh check` takes. @param {Receipt} receipt */
export const fileOf = ({ json }) => `${JSON.stringify(json, null, 2)}\n`;

/**
 * All steps, also behind one that fails.
 * @param {Receipt} receipt
 * @param {Shown} shown
 * @param {import('./trust.js').Trust} trust
 * @returns {Promise<Step[]>}
 */
export async function checkReceipt({ json, note, checkpoint }, shown, trust) {
  const { transfer, position, header, transfer_path: transferPath, block_path: blockPath } = json;
  const block = await headerHash(header);
  const isOnBlock = await includes(await transferLeaf(transfer), BigInt(position), BigInt(header.transfer_count), transferPath, header.root);
  const isInLedger = await includes(await blockLeaf(block), BigInt(header.height), checkpoint.size, blockPath, checkpoint.root);
  const newest = checkpoint.size - 1n;
  return [
    shownStep(json, block, shown),
    {
      id: 'block',
      ok: isOnBlock,
      title: `${isOnBlock ? 'On' : 'Not on'} block ${header.height}`,
      text: isOnBlock ? `The transfer’s hash ${leads(transferPath)} the Merkle root of the block.`
        : 'The path from the transfer does not lead to the block’s Merkle root.',
    },
    {
      id: 'ledger',
      ok: isInLedger,
      title: `${isInLedger ? 'In' : 'Not in'} the ledger up to block ${newest}`,
      text: isInLedger ? `The block’s hash ${shortHash(block)} ${leads(blockPath)} the root of the tree over the chain.`
        : 'The path from the block does not lead to the root of the tree over the chain.',
    },
    signedStep(await checkNote(note, trust), trust),
  ];
}

/** @param {string[]} hashes */
const leads = (hashes) => (hashes.length ? `and ${plural(hashes.length, 'further hash', 'further hashes')} lead to` : 'is');

/**
 * A receipt that proves another transfer proves nothing about this one.
 * @param {Wire.ProofOfTransfer} receipt
 * @param {string} block its hash
 * @param {Shown} shown
 * @returns {Step}
 */
function shownStep({ transfer, position, header }, block, shown) {
  const same = transfer.id === shown.id && transfer.from === shown.from && transfer.to === shown.to && transfer.memo === shown.memo
    && minorUnits(transfer.amount) === minorUnits(shown.amount);
  const there = header.height === shown.height && position === shown.position && block === shown.hash;
  const text = same && there ? 'The receipt is about the transfer and the block that this page shows.'
    : same ? 'The receipt names another block than this page shows.' : 'The receipt is about another transfer than this page shows.';
  return { id: 'shown', ok: same && there, title: same ? there ? 'This transfer' : 'Another block' : 'Another transfer', text };
}

/**
 * @param {import('./trust.js').Finding} finding
 * @param {import('./trust.js').Trust} trust
 * @returns {Step}
 */
function signedStep(finding, { members }) {
  switch (finding.kind) {
    case 'signed': {
      const text = `${listing(finding.signatories)} signed the root: ${finding.signatories.length} of ${members} members, and ${majority(members)} are needed.`;
      return { id: 'signed', ok: true, title: 'Signed by a majority', text };
    }
    case 'unchecked': {
      const text = `This browser has no Ed25519, so the signatures in the names of ${listing(finding.named)} are not checked here. Save the receipt, and check it with ./run.sh check.`;
      return { id: 'signed', ok: null, title: 'Signatures not checked', text };
    }
    default:
      return { id: 'signed', ok: false, title: 'Not signed by a majority', text: finding.problem };
  }
}

/**
 * Whether it holds: false when a step fails, null when one cannot be checked here.
 * @param {Step[]} steps
 */
export const holds = (steps) => (steps.some(({ ok }) => ok === false) ? false : steps.some(({ ok }) => ok === null) ? null : true);

// --- reading; whatever is not exactly that is malformed -------------------------------------------

/** @param {string} text @returns {unknown} */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Malformed('it is no JSON');
  }
}

/** @param {unknown} value @param {string} what @returns {Record<string, unknown>} */
function object(value, what) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Malformed(`${what} is no object`);
  return /** @type {Record<string, unknown>} */ (value);
}

/** Half a surrogate pair would be hashed as another character. @param {unknown} value @param {string} field */
function string(value, field) {
  if (typeof value !== 'string' || /\p{Surrogate}/u.test(value)) throw new Malformed(`it has no text "${field}"`);
  return value;
}

/** @param {unknown} value @param {string} field @param {RegExp} pattern */
function matching(value, field, pattern) {
  const text = string(value, field);
  if (!pattern.test(text)) throw new Malformed(`"${excerpt(text)}" is no "${field}"`);
  return text;
}

/** @param {unknown} value @param {string} field */
const name = (value, field) => matching(value, field, /^[A-Za-z0-9_-]{1,32}$/);

/** @param {unknown} value */
const hash = (value) => matching(value, 'hash', /^[0-9a-f]{64}$/);

/** Of its memo only the length counts: an older version may have accepted characters that this one refuses. @param {unknown} value */
function memo(value) {
  const text = string(value, 'memo');
  if ([...text].length > MEMO_MAX) throw new Malformed(`its memo has more than ${MEMO_MAX} characters`);
  return text;
}

/** In the one spelling that is hashed. @param {unknown} value */
function amount(value) {
  const text = matching(value, 'amount', /^(0|[1-9][0-9]{0,14})\.[0-9]{2}$/);
  const units = minorUnits(text) ?? 0n;
  if (units === 0n || units > AMOUNT_MAX) throw new Malformed(`"${text}" is no amount of a transfer`);
  return text;
}

/** @param {unknown} value @param {string} field @param {number} most above which JSON numbers are not exact */
function number(value, field, most = Number.MAX_SAFE_INTEGER) {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) throw new Malformed(`it has no number "${field}" from 0 to ${most}`);
  return value;
}

/** @param {unknown} value @param {string} field */
function path(value, field) {
  if (!Array.isArray(value) || value.length > PATH_MAX) throw new Malformed(`it has no array "${field}" of hashes`);
  return value.map(hash);
}
