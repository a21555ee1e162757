// The events of all members, as this node collects them: asked for once a connection, from where the last one ended.
import { Emitter } from './emitter.js';
import { Hearing } from './pure/hearing.js';
import { stateAt } from './pure/member-state.js';
import { NewestBlocks } from './pure/newest-blocks.js';
import { Rates } from './pure/rates.js';
import { Trace } from './pure/trace.js';
import { RpcError } from './rpc.js';

/** So much history is there at once, of each member. */
const HISTORY = 3000;

/** `fromDisk`: the moment of the last event that was read from the disk of a member that does not answer. @typedef {{ state: 'live' | 'unreachable', since: string | null, fromDisk?: string | undefined }} Reach */

/** `change` comes with every batch; `refused` when this node does not let its members be watched. @extends {Emitter<{ change: null, refused: string }>} */
export class Watch extends Emitter {
  /** @type {Trace | null} null until the node has named its members */
  trace = null;
  /** @type {Map<string, Reach>} */
  reach = new Map();
  /** The newest blocks that each member has told of. @type {Map<string, NewestBlocks>} */
  heads = new Map();
  hearing = new Hearing();
  /** Of this node and of all messages; null until the node has named its members. @type {Rates | null} */
  rates = null;

  #rpc;
  /** @type {Record<string, number> | null} */
  #from;
  #asked = false;

  /**
   * @param {Pick<import('./main.js').App, 'rpc' | 'node'>} app
   * @param {Record<string, number> | null} from the first event of each member to ask for, or null for the newest
   */
  constructor({ rpc, node }, from) {
    super();
    this.#rpc = rpc;
    this.#from = from;
    rpc.on('state', () => {
      this.#asked = false;
      this.emit('change', null);
    });
    rpc.on('notification', ({ method, params }) => this.#notified(method, params));
    node.on('status', (status) => {
      this.rates ??= new Rates(status.member);
      this.trace ??= new Trace(status.members);
      this.#ask();
    });
  }

  /**
   * Another piece of the past, and everything since.
   * @param {Record<string, number>} from
   */
  askFrom(from) {
    this.#from = from;
    this.#asked = false;
    this.#ask();
  }

  /** Whether there are older events than those that are known. */
  get canLookBack() {
    return this.trace?.members.some((member) => (this.trace?.lane(member)[0]?.step.seq ?? 0) > 1) ?? false;
  }

  /** Asks for as many events again of each member, and more each time. */
  lookBack() {
    const { trace } = this;
    if (!trace) return;
    this.askFrom(Object.fromEntries(trace.members.map((member) => {
      const lane = trace.lane(member);
      const first = Math.ceil(lane[0]?.step.seq ?? 1);
      return [member, Math.max(1, first - Math.max(HISTORY, lane.length))];
    })));
  }

  async #ask() {
    const { trace } = this;
    if (this.#asked || !trace || this.#rpc.state !== 'open') return;
    this.#asked = true;
    const known = Object.fromEntries(trace.members.flatMap((member) => {
      const next = trace.next(member);
      return next === null ? [] : [[member, next]];
    }));
    const from = this.#from ?? (Object.keys(known).length ? known : null);
    this.#from = null;
    try {
      await this.#rpc.call('watch', from ? { from } : { last: HISTORY });
    } catch (thrown) {
      const problem = RpcError.from(thrown);
      if (problem.code !== 'connection_lost') this.emit('refused', problem.message);
    }
  }

  /**
   * @param {string} method
   * @param {any} params
   */
  #notified(method, params) {
    if (!this.trace) return;
    if (method === 'watched') this.#add(params);
    else if (method === 'watched_gap') this.#missing(params);
    else if (method === 'watched_member') this.#reached(params);
    else return;
    this.emit('change', null);
  }

  /** @param {Wire.Watched} news */
  #add({ member, events }) {
    this.trace?.add(member, events);
    this.hearing.add(member, events, Date.now());
    this.rates?.add(member, events, Date.now());
    for (const { kind, height = 0, hash = '', at } of events) {
      // Pieces of the past come later than what is newer.
      if (kind === 'block') this.#blocksOf(member).add(height, hash, at ? Date.parse(at) : 0);
    }
  }

  /**
   * What a member has told of its state last.
   * @param {string} member
   */
  stateOf(member) {
    const told = this.trace?.ofKind(member, 'now') ?? [];
    return stateAt(told, told.length);
  }

  /** @param {string} member */
  #blocksOf(member) {
    const known = this.heads.get(member) ?? new NewestBlocks();
    this.heads.set(member, known);
    return known;
  }

  /** @param {Wire.WatchedGap} gap */
  #missing({ member, from, to }) {
    this.trace?.add(member, [{ kind: 'gap', seq: from, to, time: 0 }]);
  }

  /** @param {Wire.WatchedMember} news */
  #reached({ member, state, since, from_disk: fromDisk }) {
    const known = this.reach.get(member)?.state ?? 'live';
    const at = since == null ? null : new Date(since).toISOString();
    this.reach.set(member, { state, since: at, fromDisk });
    if (known === state || !this.trace) return;
    // It is no event of the member, so it has no number of its own: it stands behind the last one that came.
    const last = this.trace.lane(member).at(-1)?.step;
    const seq = Math.floor(last?.kind === 'gap' ? Number(last.to) : (last?.seq ?? 0)) + (state === 'live' ? 0.75 : 0.5);
    this.trace.add(member, [{ kind: state, seq, time: last?.time ?? 0, ...(at ? { at } : {}) }]);
  }
}
