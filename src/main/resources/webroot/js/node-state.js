// What the page knows of its node. The node tells its status and its events; where they say that the ledger has changed,
// and only then, it is asked for the rest.
// Panels listen; nothing here touches the document.
import { Emitter } from './emitter.js';
import { paced, perFrame } from './pace.js';
import { outdatedBy } from './pure/node-status.js';
import { RpcError } from './rpc.js';

/** So many rows of the local log; it can have tens of thousands. */
export const LOG_SHOWN = 50;
/** So many blocks come with a snapshot at most, each with its first transfers. */
export const PAGE = 20;
/** So many transfers are seen without opening a block, and fetched with it: a block may hold megabytes of them. */
export const PREVIEW = 2;
/** A status call that takes this long means that the connection is dead. */
const STATUS_TIMEOUT_MILLIS = 8000;

/**
 * Balances and head at one height, which all panels show: they do not contradict each other. `blocks` are those that
 * are new since the last snapshot, ascending and at most a page of them.
 * @typedef {{ height: number, hash: string, accounts: Wire.Account[], blocks: Wire.Block[] }} Snapshot
 */

/**
 * `status`, `snapshot`, `log` and `time` come at most once per frame. At once comes `reload`, when what was known may
 * have holes: a new connection, a gap in the stream.
 * @typedef {{ status: Wire.Status, snapshot: Snapshot, log: Wire.Transfer[], time: number, reload: null }} Topics
 */

/** @extends {Emitter<Topics>} */
export class NodeState extends Emitter {
  /** @type {Wire.Status | null} */
  status = null;
  /** @type {Snapshot | null} */
  snapshot = null;
  /**
   * Paxos mode: the newest transfers that this node has executed and that are on no block, oldest first.
   * @type {Wire.Transfer[]}
   */
  log = [];
  /** Lamport time: the status' or the newest event's, whichever is later. */
  time = 0;

  #rpc;
  #subscription;
  /** @type {Map<string, number>} when the node heard of each peer, by the wall clock of this page */
  #heardAt = new Map();
  /** Whether the next snapshot begins anew. */
  #isAnew = true;

  /**
   * @param {import('./rpc.js').RpcClient} rpc
   * @param {import('./subscription.js').Subscription} subscription
   */
  constructor(rpc, subscription) {
    super();
    this.#rpc = rpc;
    this.#subscription = subscription;
    rpc.on('state', () => rpc.state === 'open' && this.#connected());
    subscription.on('event', (event) => this.#happened(event));
    subscription.on('gap', () => this.reload());
    rpc.on('notification', ({ method, params }) => method === 'status' && this.#accept(params));
  }

  /** How many blocks the node has more than the page shows. */
  get lag() {
    return this.status && this.snapshot ? Math.max(0, this.status.height - this.snapshot.height) : 0;
  }

  /** @returns {Wire.Account[]} */
  get accounts() {
    return this.snapshot?.accounts ?? [];
  }

  #tellStatus = perFrame(() => this.status && this.emit('status', this.status));
  #tellLog = perFrame(() => this.emit('log', this.log));
  #tellTime = perFrame(() => this.emit('time', this.time));

  refreshLedger = paced(async () => {
    const isAnew = this.#isAnew;
    const { accounts } = await this.#rpc.call('balances');
    const height = accounts[0]?.height ?? this.status?.height ?? 0;
    const known = isAnew ? null : this.snapshot;
    const count = known && height >= known.height ? Math.min(PAGE, height - known.height) : Math.min(PAGE, height + 1);
    const blocks = count ? (await this.#rpc.call('chain', { from: height - count + 1, limit: count, transfers: PREVIEW })).blocks : [];
    const hash = blocks.at(-1)?.hash ?? known?.hash;
    // Blocks that can not be read yet are asked for again; until then everything stays at the height that it had.
    if (hash === undefined || blocks.length < count) {
      this.refreshLedger();
      return;
    }
    this.#isAnew &&= !isAnew;
    this.snapshot = { height, hash, accounts, blocks };
    // Without waiting for a frame, so that no snapshot is left out: the next one has other blocks.
    this.emit('snapshot', this.snapshot);
    if (this.status && this.status.height > height) this.refreshLedger();
  }, 300);

  refreshLog = paced(async () => {
    if (this.status?.protocol !== 'paxos') return;
    const { transfers } = await this.#rpc.call('log', { limit: LOG_SHOWN });
    this.log = transfers;
    this.#tellLog();
  }, 300);

  reload() {
    this.#isAnew = true;
    this.refreshLedger();
    this.refreshLog();
    this.emit('reload', null);
  }

  /** For a view that was loaded later than what it shows: tells everything once more. */
  tellAll() {
    if (this.status) this.#tellStatus();
    if (this.snapshot) this.emit('snapshot', this.snapshot);
    if (this.log.length) this.#tellLog();
    this.#tellTime();
    if (this.#rpc.state === 'open') this.emit('reload', null);
  }

  /**
   * When the node heard of a peer, by the wall clock of this page, or null if it never did.
   * @param {string} member
   */
  heardAt(member) {
    return this.#heardAt.get(member) ?? null;
  }

  /** The accounts that this node may take money from. */
  ownAccounts() {
    return this.accounts.filter((account) => account.owner === this.status?.member);
  }

  async #connected() {
    try {
      const known = this.status;
      const status = await this.#rpc.call('status', {}, { timeoutMillis: STATUS_TIMEOUT_MILLIS });
      // Asked before resuming: another incarnation of the node may count its time from the start.
      if (known && known.genesis !== status.genesis) this.#subscription.forget();
      if (known && (known.incarnation !== status.incarnation || known.genesis !== status.genesis)) this.time = 0;
      this.#accept(status);
      // Subscribed first, read afterwards: what happens in between is then seen twice rather than never.
      await this.#subscription.resume();
    } catch (thrown) {
      const problem = RpcError.from(thrown);
      if (problem.code === 'connection_lost') return;
      console.warn(problem);
    }
    this.reload();
  }

  /** @param {Wire.Status} status */
  #accept(status) {
    this.status = status;
    for (const peer of status.peers) {
      if (peer.last_heard_ms != null && peer.last_heard_ms >= 0) this.#heardAt.set(peer.member, Date.now() - peer.last_heard_ms);
    }
    this.#moveTime(status.time);
    this.#tellStatus();
    if (this.lag) this.refreshLedger();
  }

  /** @param {number | undefined} time */
  #moveTime(time) {
    if (time === undefined || time <= this.time) return;
    this.time = time;
    this.#tellTime();
  }

  /** @param {Wire.Event} event */
  #happened(event) {
    this.#moveTime(event.time);
    if (event.kind === 'received') this.#heardAt.set(event.from, Date.now());
    const outdated = outdatedBy(event);
    if (outdated.includes('accounts')) this.refreshLedger();
    if (outdated.includes('log')) this.refreshLog();
  }
}
