// What a browser remembers of a ledger: the keys and the checkpoint that it saw; and whether what the node shows
// today continues it. Pure: what is stored, and how, is up to seen-ledger.js.
import { Malformed, excerpt } from './bytes.js';
import { listing } from './format.js';
import { readCheckpoint, readNote } from './signed-note.js';
import { continues } from './tree-proof.js';
import { checkNote, readTrust } from './trust.js';

/** Of several ledgers at one address the newest ones are remembered. */
const LEDGERS_MAX = 8;
/** The cluster file has fewer; a node could say anything. */
const MEMBERS_MAX = 100;
const LINE_MAX = 200;
const PATH_MAX = 127;

/** @typedef {{ name: string, label: string, text: string }} Evidence a file */
/** @typedef {{ at: number, text: string, evidence: Evidence[] }} Alarm `at` is wall-clock time in milliseconds */
/**
 * @typedef {object} Remembered
 * @property {string} origin of the ledger's checkpoints
 * @property {Wire.KeyOf[]} members with the keys that were seen first
 * @property {number} since when, in milliseconds since 1970
 * @property {string | null} note the newest checkpoint that was seen
 * @property {Alarm | null} alarm stays until the reader takes it away
 * @property {string | null} instead the ledger that the node had before this one, until the reader has seen that
 */
/**
 * What the node shows. `path` asks it for the proof between two sizes; null means that there is none now.
 * @typedef {{ keys: Wire.Keys, note: string | null, path: (from: bigint, to: bigint) => Promise<string[] | null> }} Shown
 */

/**
 * What was stored. What is not exactly that was not stored by this version, and is forgotten.
 * @param {string | null} text
 * @returns {Remembered[]}
 */
export function recall(text) {
  try {
    const ledgers = JSON.parse(text ?? '[]');
    return ledgers.every((/** @type {Remembered} */ { origin, members, since, note, alarm, instead }) => typeof origin === 'string' && Array.isArray(members)
      && typeof since === 'number' && isTextOrNull(note) && typeof alarm === 'object' && isTextOrNull(instead)) ? ledgers : [];
  } catch {
    return [];
  }
}

/** A name, a key or an origin, as far as what is stored is bounded. @param {unknown} value */
const isShort = (value) => typeof value === 'string' && value.length <= LINE_MAX;

/** @param {unknown} value */
const isTextOrNull = (value) => value === null || typeof value === 'string';

/**
 * What `GET /api/keys` answers.
 * @param {string} text
 * @returns {Wire.Keys}
 */
export function readKeys(text) {
  const { origin, members } = parse(text);
  const isList = Array.isArray(members) && members.length > 0 && members.length <= MEMBERS_MAX
    && members.every((each) => isShort(each?.member) && (each.key === undefined || isShort(each.key)));
  if (!isShort(origin) || !isList) throw new Malformed('it names no members');
  return { origin, members: members.map(({ member, key }) => (key === undefined ? { member } : { member, key })) };
}

/**
 * What `GET /api/proofs/consistency` answers.
 * @param {string} text
 * @returns {string[]}
 */
export function readPath(text) {
  const { path } = parse(text);
  const isPath = Array.isArray(path) && path.length <= PATH_MAX && path.every((hash) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash));
  if (!isPath) throw new Malformed('its proof is none');
  return path;
}

/** @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new Malformed('it is no JSON');
  }
}

/**
 * What is remembered after a look at what a node shows now: its ledger is the first.
 * @param {Remembered[]} ledgers
 * @param {Shown} shown
 * @param {number} now in milliseconds since 1970
 */
export async function compare(ledgers, shown, now) {
  const { origin, members } = shown.keys;
  const [last] = ledgers;
  const before = ledgers.find((each) => each.origin === origin) ?? { origin, members, since: now, note: null, alarm: null, instead: null };
  const after = await compareOne(before, shown, now);
  const instead = last && last.origin !== origin ? last.origin : before.instead;
  return [{ ...after, instead }, ...ledgers.filter((each) => each.origin !== origin)].slice(0, LEDGERS_MAX);
}

/**
 * Compares what a node shows with what was seen of its ledger before. As long as there is an alarm nothing further
 * is taken in: the evidence stays as it was found.
 * @param {Remembered} known
 * @param {Shown} shown
 * @param {number} now
 * @returns {Promise<Remembered>}
 */
async function compareOne(known, shown, now) {
  const { keys, note } = shown;
  if (known.alarm) return known;
  const changed = changedKeys(known.members, keys.members);
  const members = changed.length ? keys.members : union(known.members, keys.members);
  const findings = [
    changed.length ? `It names other keys than before for ${listing(changed)}.` : '',
    await problemOf(known.note, members, shown),
  ].filter(Boolean);
  if (findings.length) return { ...known, alarm: alarmOf(findings, known, shown, changed.length > 0, now) };
  return { ...known, members, note: newer(known.note, note) };
}

/**
 * The members whose key was known and is another one now; all of them when these are other members, because genesis
 * names them.
 * @param {Wire.KeyOf[]} before
 * @param {Wire.KeyOf[]} now
 */
function changedKeys(before, now) {
  const keys = new Map(now.map(({ member, key }) => [member, key]));
  if (before.length !== now.length || !before.every(({ member }) => keys.has(member))) return now.map(({ member }) => excerpt(member));
  return before.filter(({ member, key }) => key !== undefined && (keys.get(member) ?? key) !== key).map(({ member }) => member);
}

/**
 * A key that the node did not know at first is taken when it does.
 * @param {Wire.KeyOf[]} before
 * @param {Wire.KeyOf[]} now
 */
const union = (before, now) => before.map((each) => (each.key === undefined ? now.find(({ member }) => member === each.member) ?? each : each));

/**
 * Why what the node shows cannot be believed; empty when it can, or when it gives no proof now.
 * @param {string | null} before the checkpoint that was seen
 * @param {Wire.KeyOf[]} members
 * @param {Shown} shown
 */
async function problemOf(before, members, { keys, note, path }) {
  try {
    const trust = await readTrust(keys.origin, members);
    if (note === null) return '';
    const finding = await checkNote(readNote(note), trust);
    if (finding.kind === 'refused') return finding.problem;
    if (before === null) return '';
    const [seen, here] = [readCheckpoint(readNote(before).text), finding.checkpoint];
    const [earlier, later] = here.size < seen.size ? [here, seen] : [seen, here];
    const proof = earlier.size === later.size ? [] : await path(earlier.size, later.size);
    if (proof === null || await continues(earlier, later, proof)) return '';
    return `Its ledger up to block ${here.size - 1n} does not continue the one up to block ${seen.size - 1n} that this browser saw before.`;
  } catch (problem) {
    if (problem instanceof Malformed) return `What it shows cannot be read: ${problem.message}.`;
    throw problem;
  }
}

/**
 * Both are checked by now.
 * @param {string | null} before
 * @param {string | null} note
 */
function newer(before, note) {
  if (before === null || note === null) return note ?? before;
  return readCheckpoint(readNote(note).text).size > readCheckpoint(readNote(before).text).size ? note : before;
}

/**
 * @param {string[]} findings
 * @param {Remembered} known
 * @param {Shown} shown
 * @param {boolean} isOfKeys
 * @param {number} now
 * @returns {Alarm}
 */
function alarmOf(findings, known, { keys, note }, isOfKeys, now) {
  const evidence = [
    known.note !== null && { name: 'checkpoint-seen.txt', label: 'Save the checkpoint seen before', text: known.note },
    note !== null && { name: 'checkpoint-now.txt', label: 'Save the checkpoint of now', text: note },
    isOfKeys && { name: 'keys-seen.txt', label: 'Save the keys seen before', text: keyLines(known.members) },
    isOfKeys && { name: 'keys-now.txt', label: 'Save the keys of now', text: keyLines(keys.members) },
  ];
  return { at: now, text: findings.join(' '), evidence: evidence.filter((each) => each !== false) };
}

/** @param {Wire.KeyOf[]} members */
const keyLines = (members) => members.map(({ member, key }) => `${key ?? `# ${member}: not known`}\n`).join('');
