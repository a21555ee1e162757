// The stream of the node's events, without holes that nobody knows of: after a reconnect it goes on behind the
// last event seen, and where the node has forgotten some it says so.
//
// Events: "event" with the event as detail, "gap" with detail {from, to}.

export class Subscription extends EventTarget {
  #rpc;
  #last = null;

  constructor(rpc) {
    super();
    this.#rpc = rpc;
    rpc.addEventListener('notification', ({ detail: { method, params } }) => {
      if (method === 'event') this.#take(params);
      if (method === 'gap') this.#skip(params);
    });
  }

  /** A node that was started anew numbers its events anew: what we saw of the old one says nothing. */
  forget() {
    this.#last = null;
  }

  /** To be called on every new connection. */
  async resume() {
    await this.#rpc.call('subscribe', this.#last === null ? {} : { from: this.#last + 1 });
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
