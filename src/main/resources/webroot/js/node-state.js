// What the page knows of its node: status and accounts as last asked for, kept fresh by the events between
// two questions. Panels listen; nothing here touches the document.
//
// Events, at most one of each per frame: "status", "accounts", "log", "time". At once: "reload" when what was
// known may have holes (a new connection, a gap in the stream), "block" with the event as detail.
import { paced, perFrame } from './pace.js';

const POLL_MILLIS = 1000;
/** So many rows of the local log; it can have tens of thousands. */
export const LOG_SHOWN = 50;
/** A status call that takes this long means that the connection is dead. */
const STATUS_TIMEOUT_MILLIS = 8000;

export class NodeState extends EventTarget {
  status = null;
  accounts = [];
  /** Paxos mode: the newest transfers that this node has executed and that are on no block, oldest first. */
  log = [];
  /** The height when peers' heights were told: events move the status' own on, but not theirs. */
  heightAsked = 0;
  /** Lamport time: the status' or the newest event's, whichever is later. */
  time = 0;

  #rpc;
  #subscription;
  #heardAt = new Map();
  #tell = {};
  #lostAt = null;

  constructor(rpc, subscription) {
    super();
    this.#rpc = rpc;
    this.#subscription = subscription;
    for (const topic of ['status', 'accounts', 'log', 'time']) {
      this.#tell[topic] = perFrame(() => this.dispatchEvent(new Event(topic)));
    }
    rpc.addEventListener('state', () => {
      if (rpc.state === 'open') this.#connected();
      else this.#lostAt ??= performance.now();
    });
    subscription.addEventListener('event', ({ detail }) => this.#happened(detail));
    subscription.addEventListener('gap', () => this.reload());
    setInterval(() => rpc.state === 'open' && this.refreshStatus(), POLL_MILLIS);
  }

  refreshStatus = paced(async () => {
    this.#accept(await this.#rpc.call('status', {}, { timeoutMillis: STATUS_TIMEOUT_MILLIS }));
  }, 250);

  refreshAccounts = paced(async () => {
    const { accounts } = await this.#rpc.call('balances');
    this.accounts = accounts;
    this.#tell.accounts();
  }, 300);

  refreshLog = paced(async () => {
    if (this.status?.protocol !== 'paxos') return;
    const { transfers } = await this.#rpc.call('log', { limit: LOG_SHOWN });
    this.log = transfers;
    this.#tell.log();
  }, 300);

  reload() {
    this.refreshStatus();
    this.refreshAccounts();
    this.refreshLog();
    this.dispatchEvent(new Event('reload'));
  }

  /** For a view that was loaded later than what it shows: tells everything once more. */
  tellAll() {
    if (this.status) this.#tell.status();
    if (this.accounts.length) this.#tell.accounts();
    if (this.log.length) this.#tell.log();
    this.#tell.time();
    if (this.#rpc.state === 'open') this.dispatchEvent(new Event('reload'));
  }

  /**
   * Milliseconds since the node heard of a peer, or null if it never did. Stands still while there is no
   * connection: the node may well hear its peers when we do not hear the node.
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
      // Asked before resuming: another life of the node perhaps counts its time from the start.
      if (known && known.genesis !== status.genesis) this.#subscription.forget();
      if (known && (known.incarnation !== status.incarnation || known.genesis !== status.genesis)) this.time = 0;
      this.#accept(status);
      // Subscribed first, read afterwards: what happens in between is then seen twice rather than never.
      await this.#subscription.resume();
    } catch (problem) {
      if (problem.code === 'connection_lost') return;
      console.warn(problem); // Without events the page is slower, by the polling, but still right.
    }
    this.reload();
  }

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
    this.#tell.status();
  }

  #moveTime(time) {
    if (!(time > this.time)) return;
    this.time = time;
    this.#tell.time();
  }

  #happened(event) {
    this.#moveTime(event.time);
    const { status } = this;
    if (!status) return;
    switch (event.kind) {
      case 'received':
        this.#heardAt.set(event.from, performance.now());
        return;
      case 'claimed':
        status.claim = event.claim;
        break;
      case 'entered':
        status.claim = event.claim;
        status.inside = true;
        break;
      case 'left':
        status.claim = null;
        status.inside = false;
        break;
      case 'promised':
        status.promised = event.ballot;
        status.leader = event.ballot.member;
        break;
      case 'accepted':
        status.accepted = event.ballot;
        break;
      case 'proposed':
        status.leading = event.ballot;
        break;
      case 'round_over':
        status.leading = null;
        break;
      case 'executed':
        status.log = event.logged;
        this.refreshAccounts();
        this.refreshLog();
        break;
      case 'block':
        status.height = event.height;
        status.hash = event.hash;
        this.refreshAccounts();
        this.refreshLog();
        this.dispatchEvent(new CustomEvent('block', { detail: event }));
        break;
      case 'committed':
        status.committed = Math.max(status.committed ?? 0, event.height);
        this.refreshAccounts();
        break;
      case 'state':
        status.state = event.state;
        status.reason = event.reason;
        break;
      case 'peer_lost':
      case 'peer_found':
        break;
      default:
        return; // Nothing that the status shows; and a kind of tomorrow is no reason to fail.
    }
    // The event says what changed; queue, peers and whom we wait for come with the next status.
    this.refreshStatus();
    this.#tell.status();
  }
}
