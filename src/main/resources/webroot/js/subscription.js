// The stream of the node's events, without holes that nobody knows of: after a reconnect it goes on behind the
// last event seen, also over a restart of the node, and where the node has forgotten some it says so.
import { Emitter } from './emitter.js';
import { EventCursor } from './pure/event-cursor.js';

/** Whoever was away for longer is told that events are missing, rather than all of them. */
const LONG_AWAY_MILLIS = 5 * 60_000;

/** @extends {Emitter<{ event: Wire.Event, gap: { from: number, to: number } }>} */
export class Subscription extends Emitter {
  #rpc;
  #cursor = new EventCursor();
  #heardAt = 0;

  /** @param {import('./rpc.js').RpcClient} rpc */
  constructor(rpc) {
    super();
    this.#rpc = rpc;
    rpc.on('notification', ({ method, params }) => {
      this.#heardAt = Date.now();
      if (method === 'hello') this.#cursor.greet(params.last);
      if (method === 'event' && this.#cursor.take(params.seq)) this.emit('event', params);
      if (method === 'gap') this.#skip(params);
    });
  }

  /** To be called when the node turns out to have another ledger. */
  forget() {
    this.#cursor.forget();
  }

  /** To be called on every new connection. */
  async resume() {
    const missed = this.#cursor.last;
    if (missed === null || Date.now() - this.#heardAt < LONG_AWAY_MILLIS) {
      await this.#rpc.call('subscribe', { status: true, ...(missed === null ? {} : { from: missed + 1 }) });
      return;
    }
    const { last } = await this.#rpc.call('subscribe', { status: true });
    if (missed < last) this.#skip({ from: missed + 1, to: last });
  }

  /** @param {{ from: number, to: number }} gap */
  #skip({ from, to }) {
    this.#cursor.skip(to);
    this.emit('gap', { from, to });
  }
}
