// The stream of the node's events, without holes that nobody knows of: after a reconnect it goes on behind the
// last event seen, also over a restart of the node, and where the node has forgotten some it says so.
//
// Events: "event" with the event as detail, "gap" with detail {from, to}.

/** Whoever was away for longer is told that he missed something, rather than all of what he missed. */
const LONG_AWAY_MILLIS = 5 * 60_000;

export class Subscription extends EventTarget {
  #rpc;
  #last = null;
  #heardAt = 0;

  constructor(rpc) {
    super();
    this.#rpc = rpc;
    rpc.addEventListener('notification', ({ detail: { method, params } }) => {
      this.#heardAt = Date.now();
      if (method === 'hello') this.#greet(params);
      if (method === 'event') this.#take(params);
      if (method === 'gap') this.#skip(params);
    });
  }

  /** Another ledger has events of its own: what we saw of the old one says nothing. */
  forget() {
    this.#last = null;
  }

  /** To be called on every new connection. */
  async resume() {
    const missed = this.#last;
    if (missed === null || Date.now() - this.#heardAt < LONG_AWAY_MILLIS) {
      await this.#rpc.call('subscribe', missed === null ? {} : { from: missed + 1 });
      return;
    }
    const { last } = await this.#rpc.call('subscribe');
    if (missed < last) this.#skip({ from: missed + 1, to: last });
  }

  /** A node that has never come as far as we have seen has lost its data directory, and counts anew. */
  #greet({ last }) {
    if (this.#last !== null && last < this.#last) this.#last = null;
  }

  #take(event) {
    // Doubled on the way through a resume; and the order of events is the order of their numbers.
    if (this.#last !== null && event.seq <= this.#last) return;
    this.#last = event.seq;
    this.dispatchEvent(new CustomEvent('event', { detail: event }));
  }

  #skip({ from, to }) {
    this.#last = Math.max(this.#last ?? 0, to);
    this.dispatchEvent(new CustomEvent('gap', { detail: { from, to } }));
  }
}
