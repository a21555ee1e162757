// The newest events, kept in one short list per group, so that thousands of messages do not push out blocks.
import { GROUPS, describe } from './event-text.js';

/** @typedef {Wire.Event & { key?: string }} ShownEvent */

export class EventRings {
  /** @type {Map<string, ShownEvent[]>} */
  #rings = new Map(GROUPS.map(({ id }) => [id, []]));
  #size;

  /** @param {number} size how many events of a group are kept at least */
  constructor(size) {
    this.#size = size;
  }

  /** @param {ShownEvent} event */
  add(event) {
    const ring = this.#rings.get(describe(event).group);
    if (!ring) throw new Error(`An event of kind ${event.kind} has no group.`);
    ring.push(event);
    // Cutting now and then, in one go, is cheaper than shifting at every event.
    if (ring.length > 2 * this.#size) ring.splice(0, ring.length - this.#size);
  }

  /**
   * The newest events of these groups together, newest first.
   * @param {Iterable<string>} groups
   */
  newest(groups) {
    return [...groups].flatMap((group) => (this.#rings.get(group) ?? []).slice(-this.#size))
      .sort((one, other) => other.seq - one.seq)
      .slice(0, this.#size);
  }
}
