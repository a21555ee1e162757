// JSON-RPC 2.0 over one WebSocket that comes back by itself.
import { Emitter } from './emitter.js';

const FIRST_PAUSE_MILLIS = 400;
const LONGEST_PAUSE_MILLIS = 10_000;
const UNAUTHORIZED_CLOSE = 4401;

/** A call that was not answered with a result. `code` is the ledger's word where there is one. */
export class RpcError extends Error {
  /**
   * @param {string} message
   * @param {string} code
   * @param {Wire.ProblemData} data
   */
  constructor(message, code, data = {}) {
    super(message);
    this.code = code;
    this.data = data;
  }

  /**
   * What was caught around a call. A mistake of this page is no answer of the node, and is thrown on.
   * @param {unknown} thrown
   */
  static from(thrown) {
    if (thrown instanceof RpcError) return thrown;
    throw thrown;
  }
}

/** @typedef {'connecting' | 'open' | 'waiting' | 'unauthorized'} ConnectionState `waiting` lasts until `retryAt` */
/** @typedef {{ resolve: (result: any) => void, reject: (problem: RpcError) => void, timer: number }} Pending */

/** @extends {Emitter<{ state: ConnectionState, notification: { method: string, params: any } }>} */
export class RpcClient extends Emitter {
  /** @type {ConnectionState} */
  state = 'connecting';
  retryAt = 0;
  /** When the node last said anything, by the wall clock; null if it never did. @type {number | null} */
  heardAt = null;

  #url;
  #probe;
  /** @type {WebSocket | null} */
  #socket = null;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #nextId = 1;
  #failures = 0;
  #timer = 0;

  /**
   * @param {string} url
   * @param {string} probe a cheap REST address: a browser does not tell why a WebSocket was refused, HTTP does
   */
  constructor(url, probe) {
    super();
    this.#url = url;
    this.#probe = probe;
  }

  connect() {
    clearTimeout(this.#timer);
    this.#enter('connecting');
    const socket = new WebSocket(this.#url);
    let opened = false;
    this.#socket = socket;
    socket.addEventListener('open', () => {
      if (socket !== this.#socket) return;
      opened = true;
      this.#failures = 0;
      this.#enter('open');
    });
    socket.addEventListener('message', ({ data }) => {
      if (socket === this.#socket) this.#receive(data);
    });
    // An "error" is always followed by "close", so one handler is enough.
    socket.addEventListener('close', ({ code }) => {
      if (socket === this.#socket) this.#lost(opened, code);
    });
  }

  /** For people who do not want to wait for the pause to end. */
  retryNow() {
    if (this.state === 'waiting' || this.state === 'unauthorized') this.connect();
  }

  /**
   * Rejects with an RpcError, and with nothing else.
   * @template {keyof Wire.Results} Method
   * @param {Method} method
   * @param {object} params
   * @param {{ timeoutMillis?: number }} options
   * @returns {Promise<Wire.Results[Method]>}
   */
  call(method, params = {}, { timeoutMillis = 20_000 } = {}) {
    const socket = this.#socket;
    if (this.state !== 'open' || !socket) {
      return Promise.reject(new RpcError('There is no connection to the node.', 'connection_lost', { sent: false }));
    }
    const id = this.#nextId++;
    const sentAt = Date.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new RpcError('The node did not answer.', 'connection_lost', { sent: true }));
        // Nothing at all came since: the connection is dead and nobody told us. Start a new one.
        if ((this.heardAt ?? 0) < sentAt) this.#abandon();
      }, timeoutMillis);
      this.#pending.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    });
  }

  /** @param {string} data */
  #receive(data) {
    this.heardAt = Date.now();
    let message;
    try {
      message = JSON.parse(data);
    } catch {
      console.warn('Not JSON from the node:', data);
      return;
    }
    if (message.method) {
      this.emit('notification', message);
      return;
    }
    const waiting = this.#pending.get(message.id);
    if (!waiting) return;
    this.#pending.delete(message.id);
    clearTimeout(waiting.timer);
    if (message.error) {
      const { error } = message;
      const details = error.data ?? {};
      waiting.reject(new RpcError(details.detail ?? error.message, details.code ?? String(error.code), details));
    } else {
      waiting.resolve(message.result);
    }
  }

  /** Does not wait for the closing handshake, which a dead peer never answers. */
  #abandon() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
    this.#lost(true, 0);
  }

  /**
   * @param {boolean} opened
   * @param {number} code of the close
   */
  async #lost(opened, code) {
    this.#socket = null;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new RpcError('The connection was lost before the answer came.', 'connection_lost', { sent: true }));
    }
    this.#pending.clear();
    this.#pause();
    const refused = code === UNAUTHORIZED_CLOSE || (!opened && (await this.#isRefused()));
    if (refused && this.state !== 'open') {
      clearTimeout(this.#timer);
      this.#enter('unauthorized');
    }
  }

  #pause() {
    const ceiling = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** this.#failures++);
    // Jitter, so that the tabs of a class room do not all reconnect at the same moment.
    const pause = ceiling * (0.75 + Math.random() / 2);
    this.retryAt = Date.now() + pause;
    this.#enter('waiting');
    this.#timer = setTimeout(() => this.connect(), pause);
  }

  async #isRefused() {
    try {
      const answer = await fetch(this.#probe, { headers: { Accept: 'application/json' }, cache: 'no-store' });
      return answer.status === 401;
    } catch {
      return false; // Nobody is there at all: that is an outage, not a refusal.
    }
  }

  /** @param {ConnectionState} state */
  #enter(state) {
    this.state = state;
    this.emit('state', state);
  }
}
