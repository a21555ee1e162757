// Remembers the keys and the last checkpoint that this browser saw of a ledger, and asks the node for the proof that
// today's ledger continues it: when the page connects, and then once a minute.
import { Emitter } from './emitter.js';
import { paced } from './pace.js';
import { canHash } from './pure/bytes.js';
import { compare, readKeys, readPath, recall } from './pure/continuity.js';

const KEY = 'lockstep.seen';
const AGAIN_MILLIS = 60_000;

/** @typedef {import('./pure/continuity.js').Remembered} Remembered */

/**
 * `seen` is what is remembered of the node's ledger, after each look at it.
 * @extends {Emitter<{ seen: Remembered }>}
 */
export class SeenLedger extends Emitter {
  /** What the node's ledger was compared with, and its own keys; undefined before the first answer. @type {Remembered | undefined} */
  current;

  /** What this page has stored, for when the browser stores nothing. @type {string | null} */
  #stored = null;

  /** @param {import('./rpc.js').RpcClient} rpc */
  constructor(rpc) {
    super();
    rpc.on('state', () => rpc.state === 'open' && this.check());
    setInterval(() => rpc.state === 'open' && this.check(), AGAIN_MILLIS);
  }

  check = paced(() => this.look(), 1000);

  /** The reader knows why the node has another ledger than before. */
  acknowledge() {
    this.#change((ledger) => [{ ...ledger, instead: null }]);
  }

  /** Takes the ledger for a new one: nothing that was seen of it is kept. */
  forget() {
    this.#change(() => []);
    this.check();
  }

  /** @param {(ledger: Remembered) => Remembered[]} change */
  #change(change) {
    this.#store(this.#ledgers().flatMap((ledger) => (ledger.origin === this.current?.origin ? change(ledger) : [ledger])));
  }

  /** Asks the node once. */
  async look() {
    // Without SHA-256 there is nothing to compare with.
    if (!canHash()) return;
    // In this order: a member that runs for the first time may sign between the two answers, and then its key is known.
    const note = await ask('/api/checkpoint');
    const keys = await ask('/api/keys');
    if (keys === null) return;
    const shown = { keys: readKeys(keys), note, path: proofOf };
    // Read and stored without a pause in between but for the comparison: another tab may store too.
    const ledgers = await compare(this.#ledgers(), shown, Date.now());
    this.#store(ledgers);
    [this.current] = ledgers;
    if (this.current) this.emit('seen', this.current);
  }

  #ledgers() {
    try {
      this.#stored = localStorage.getItem(KEY) ?? this.#stored;
    } catch { /* Storage may be forbidden: then this page remembers for as long as it is open. */ }
    return recall(this.#stored);
  }

  /** @param {Remembered[]} ledgers */
  #store(ledgers) {
    this.#stored = JSON.stringify(ledgers);
    try {
      localStorage.setItem(KEY, this.#stored);
    } catch { /* As above. */ }
  }
}

/**
 * The proof between two sizes of the tree. A checkpoint of size n covers the heights up to n − 1.
 * @param {bigint} from
 * @param {bigint} to
 */
async function proofOf(from, to) {
  const proof = await ask(`/api/proofs/consistency?from=${from - 1n}&to=${to - 1n}`);
  return proof === null ? null : readPath(proof);
}

/**
 * Null when the node cannot answer now: it starts, no majority is up, it is behind, or it is gone.
 * @param {string} path
 */
async function ask(path) {
  try {
    const answer = await fetch(path, { cache: 'no-store' });
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}
