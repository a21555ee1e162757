// Tells all views, and the style sheet, whether what they show is live, behind, or old.
import { announce } from './dom.js';
import { Emitter } from './emitter.js';
import { clockTime } from './pure/format.js';
import { Overdue, freshnessOf } from './pure/freshness.js';

const LOOK_MILLIS = 250;

/** `change` comes when the state or its number is another. @extends {Emitter<{ change: import('./pure/freshness.js').Freshness }>} */
export class FreshnessWatch extends Emitter {
  /** @type {import('./pure/freshness.js').Freshness} */
  now = { state: 'connecting', since: null, blocks: 0 };

  #rpc;
  #node;
  #overdue = new Overdue();

  /**
   * @param {import('./rpc.js').RpcClient} rpc
   * @param {import('./node-state.js').NodeState} node
   */
  constructor(rpc, node) {
    super();
    this.#rpc = rpc;
    this.#node = node;
    rpc.on('state', () => this.#look());
    setInterval(() => this.#look(), LOOK_MILLIS);
  }

  #look() {
    const { now } = this;
    const at = Date.now();
    const { status, snapshot } = this.#node;
    const overdue = status && snapshot ? this.#overdue.count(at, status.height, snapshot.height) : 0;
    this.now = freshnessOf({ at, open: this.#rpc.state === 'open', heardAt: this.#rpc.heardAt, overdue });
    document.body.dataset.fresh = this.now.state;
    if (now.state === this.now.state && now.since === this.now.since && now.blocks === this.now.blocks) return;
    if (now.state !== 'stale' && this.now.state === 'stale') announce(`What you see is old: the node was last heard at ${clockTime(this.now.since)}.`);
    if (now.state === 'stale' && this.now.state === 'live') announce('What you see is live again.');
    this.emit('change', this.now);
  }
}
