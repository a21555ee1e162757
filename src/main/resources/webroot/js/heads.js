// The heads of all members, from their own events and from what this node has heard of them; and what a majority has signed.
import { Emitter } from './emitter.js';
import { paced, rested } from './pace.js';
import { Malformed } from './pure/bytes.js';
import { compareReplicas } from './pure/replicas.js';
import { readNote } from './pure/signed-note.js';
import { checkNote, readTrust } from './pure/trust.js';

const GAP_MILLIS = 300;
/** So many hashes of this node's chain are remembered. */
const KEPT = 2000;
const TRIES = 3;

/** @typedef {import('./pure/replicas.js').Head} Head */
/** @typedef {import('./pure/replicas.js').Signed & { root: string }} Signed */

/** @extends {Emitter<{ change: null }>} */
export class Heads extends Emitter {
  /** @type {Signed | null} */
  signed = null;
  /** How often a checkpoint that covers the newest block is still asked for. */
  #tries = 0;
  /** @type {Map<number, string>} */
  #hashes = new Map();
  #rpc;
  #node;
  #watch;
  #seen;

  /** @param {Pick<import('./main.js').App, 'rpc' | 'node' | 'watch' | 'seen'>} app */
  constructor({ rpc, node, watch, seen }) {
    super();
    this.#rpc = rpc;
    this.#node = node;
    this.#watch = watch;
    this.#seen = seen;
    const tell = rested(() => {
      this.#learn();
      this.emit('change', null);
    }, GAP_MILLIS);
    node.on('snapshot', ({ blocks }) => {
      for (const { height, hash } of blocks) this.#keep(height, hash);
      this.#tries = TRIES;
      this.readSigned();
      tell();
    });
    node.on('reload', () => this.#hashes.clear());
    node.on('status', tell);
    watch.on('change', tell);
    seen.on('seen', () => this.readSigned());
  }

  /** Of all members, in the order of the configuration. @returns {Head[]} */
  get all() {
    const { status, snapshot } = this.#node;
    if (!status || !snapshot) return [];
    return status.members.map((member) => {
      if (member === status.member) return { member, height: snapshot.height, hash: snapshot.hash, reachable: true };
      const peer = status.peers.find((each) => each.member === member);
      const told = this.#watch.heads.get(member);
      const reachable = this.#watch.reach.get(member)?.state !== 'unreachable';
      const newest = told?.height != null && told.height >= (peer?.height ?? 0) ? told.height : (peer?.height ?? null);
      // What this page does not show yet is not compared: all panels show one height.
      const height = newest === null ? null : Math.min(newest, snapshot.height);
      return { member, height, hash: height === null ? null : (told?.hashAt(height) ?? null), reachable };
    });
  }

  get verdict() {
    return compareReplicas(this.all, (height) => this.#hashes.get(height), this.signed);
  }

  /** A member may be behind, or its newest block may be one that this page has not read. */
  #learn = paced(async () => {
    const head = this.#node.snapshot?.height ?? -1;
    for (const { height, hash } of this.all) {
      if (height === null || hash === null || height > head || this.#hashes.has(height)) continue;
      const { blocks } = await this.#rpc.call('chain', { from: height, limit: 1, transfers: 0 });
      for (const block of blocks) this.#keep(block.height, block.hash);
      this.emit('change', null);
    }
  }, 1000);

  /**
   * @param {number} height
   * @param {string} hash
   */
  #keep(height, hash) {
    this.#hashes.set(height, hash);
    if (this.#hashes.size > KEPT) for (const old of [...this.#hashes.keys()].slice(0, KEPT / 2)) this.#hashes.delete(old);
  }

  /** Asked when there are new blocks, or other keys. */
  readSigned = paced(async () => {
    const { current } = this.#seen;
    if (!current) return;
    const note = await readCheckpoint();
    if (note !== null) this.signed = await signedBy(note, current);
    this.emit('change', null);
    // A block is covered by a checkpoint about a quarter of a second after it is committed.
    if ((this.signed?.height ?? -1) < (this.#node.snapshot?.height ?? -1) && this.#tries-- > 0) this.readSigned();
  }, 1000);
}

/** Null when the node has none, or does not answer. */
async function readCheckpoint() {
  try {
    const answer = await fetch('/api/checkpoint', { cache: 'no-store' });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

/**
 * Null for what does not hold; the alarm says so when it is the ledger's fault.
 * @param {string} note
 * @param {import('./pure/continuity.js').Remembered} seen
 * @returns {Promise<Signed | null>}
 */
async function signedBy(note, { origin, members }) {
  try {
    const finding = await checkNote(readNote(note), await readTrust(origin, members));
    return finding.kind === 'signed' ? { height: Number(finding.checkpoint.size) - 1, root: finding.checkpoint.root, signatories: finding.signatories } : null;
  } catch (problem) {
    if (problem instanceof Malformed) return null;
    throw problem;
  }
}
