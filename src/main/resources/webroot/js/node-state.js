// What the page knows of its node: status and accounts as last asked for, kept fresh by the events between
// two questions. Panels listen; nothing here touches the document.
import { Emitter } from './emitter.js';
import { paced, perFrame } from './pace.js';
import { afterEvent } from './pure/node-status.js';
import { RpcError } from './rpc.js';

const POLL_MILLIS = 1000;
/** So many rows of the local log; it can have tens of thousands. */
export const LOG_SHOWN = 50;
/** A status call that takes this long means that the connection is dead. */
const STATUS_TIMEOUT_MILLIS = 8000;

/**
 * `status`, `accounts`, `log` and `time` come at most once per frame. At once come `reload`, when what was known
 * may have holes (a new connection, a gap in the stream), and `block`.
 * @typedef {{ status: Wire.Status, accounts: Wire.Account[], log: Wire.Transfer[], time: number, reload: null, block: null }} Topics
 */

/** @extends {Emitter<Topics>} */
export class NodeState extends Emitter {
  /** @type {Wire.Status | null} */
  status = null;
  /** @type {Wire.Account[]} */
  accounts = [];
  /**
   * Paxos mode: the newest transfers that this node has executed and that are on no block, oldest first.
   * @type {Wire.Transfer[]}
   */
  log = [];
  /** The height when peers' heights were told: events move the status' own on, but not theirs. */
  heightAsked = 0;
  /** Lamport time: the status' or the newest event's, whichever is later. */
  time = 0;

  #rpc;
  #subscription;
  /** @type {Map<string, number>} when the node heard of each peer, on this page's clock */
  #heardAt = new Map();
  /** @type {number | null} when the connection was lost, while there is none */
  #lostAt = null;

  /**
   * @param {import('./rpc.js').RpcClient} rpc
   * @param {import('./subscription.js').Subscription} subscription
   */
  constructor(rpc, subscription) {
    super();
    this.#rpc = rpc;
    this.#subscription = subscription;
    rpc.on('state', () => {
      if (rpc.state === 'open') this.#connected();
      else this.#lostAt ??= performance.now();
    });
    subscription.on('event', (event) => this.#happened(event));
    subscription.on('gap', () => this.reload());
    setInterval(() => rpc.state === 'open' && this.refreshStatus(), POLL_MILLIS);
  }

  #tellStatus = perFrame(() => this.status && this.emit('status', this.status));
  #tellAccounts = perFrame(() => this.emit('accounts', this.accounts));
  #tellLog = perFrame(() => this.emit('log', this.log));
  #tellTime = perFrame(() => this.emit('time', this.time));

  refreshStatus = paced(async () => {
    this.#accept(await this.#rpc.call('status', {}, { timeoutMillis: STATUS_TIMEOUT_MILLIS }));
  }, 250);

  refreshAccounts = paced(async () => {
    const { accounts } = await this.#rpc.call('balances');
    this.accounts = accounts;
    this.#tellAccounts();
  }, 300);

  refreshLog = paced(async () => {
    if (this.status?.protocol !== 'paxos') return;
    const { transfers } = await this.#rpc.call('log', { limit: LOG_SHOWN });
    this.log = transfers;
    this.#tellLog();
  }, 300);

  reload() {
    this.refreshStatus();
    this.refreshAccounts();
    this.refreshLog();
    this.emit('reload', null);
  }

  /** For a view that was loaded later than what it shows: tells everything once more. */
  tellAll() {
    if (this.status) this.#tellStatus();
    if (this.accounts.length) this.#tellAccounts();
    if (this.log.length) this.#tellLog();
    this.#tellTime();
    if (this.#rpc.state === 'open') this.emit('reload', null);
  }

  /**
   * Milliseconds since the node heard of a peer, or null if it never did. Stands still while there is no
   * connection: the node may well hear its peers when we do not hear the node.
   * @param {string} member
   */
  silence(member) {
    const at = this.#heardAt.get(member);
    return at === undefined ? null : (this.#lostAt ?? performance.now()) - at;
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
      console.warn(problem); // Without events the page is slower, by the polling, but still right.
    }
    this.reload();
  }

  /** @param {Wire.Status} status */
  #accept(status) {
    this.status = status;
    this.heightAsked = status.height;
    this.#lostAt = null;
    for (const peer of status.peers) {
      if (peer.last_heard_ms != null && peer.last_heard_ms >= 0) {
        this.#heardAt.set(peer.member, performance.now() - peer.last_heard_ms);
      }
    }
    this.#moveTime(status.time);
    this.#tellStatus();
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
    if (!this.status) return;
    if (event.kind === 'received') this.#heardAt.set(event.from, performance.now());
    const after = afterEvent(this.status, event);
    if (!after) return;
    this.status = after.status;
    if (after.stale.includes('accounts')) this.refreshAccounts();
    if (after.stale.includes('log')) this.refreshLog();
    if (event.kind === 'block') this.emit('block', null);
    // The event says what changed; queue, peers and whom we wait for come with the next status.
    this.refreshStatus();
    this.#tellStatus();
  }
}
