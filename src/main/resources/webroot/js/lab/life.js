// A life, as the protocol view watches it: what has happened on a branch, up to the step that is looked at.
import { Emitter } from '../emitter.js';
import { Trace } from '../pure/trace.js';

/** @extends {Emitter<{ change: null }>} */
export class Life extends Emitter {
  /** @type {Trace | null} */
  trace = null;
  /** @type {Map<string, import('../watch.js').Reach>} */
  reach = new Map();
  /** @type {{ protocol: Wire.Status['protocol'] } | null} */
  status = null;
  /** The messages in flight; null when there are more than have come. @type {Set<string> | null} */
  flying = null;
  /** @type {import('./link.js').Known | null} */
  known = null;

  /**
   * Only what is new has come: what is kept of the life stays as it is drawn.
   * @param {import('./link.js').Part} part
   * @param {Wire.Status['protocol']} protocol
   * @param {Set<string> | null} flying
   */
  show({ life, branch, at, kept, lanes, members }, protocol, flying = null) {
    const names = members.map(({ name }) => name);
    if (!this.trace || this.known?.life !== life) this.trace = new Trace(names);
    else this.trace.cut(kept);
    for (const [member, events] of Object.entries(lanes)) if (events.length) this.trace.add(member, events);
    this.reach = new Map(members.map(({ name, up }) => [name, { state: up ? 'live' : 'unreachable', since: null }]));
    this.status = { protocol };
    this.flying = flying;
    this.known = { life, branch, at };
  }
}
