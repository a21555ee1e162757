// Which events of one member are of one kind, so that what was true at a moment is found by position.

/** @typedef {import('./trace.js').Point} Point */

export class KindIndex {
  /** So many events of the lane are in the lists. */
  #known = 0;
  /** @type {Map<string, Point[]>} */
  #lists = new Map();

  /** @param {number} index an event was put there: what is between others makes the lists anew */
  inserted(index) {
    if (index >= this.#known) return;
    this.#known = 0;
    this.#lists.clear();
  }

  /**
   * @param {Point[]} lane all events of the member
   * @param {string} key a kind, or `received B`; `now` for those that tell something of the member's state
   */
  list(lane, key) {
    for (; this.#known < lane.length; this.#known++) this.#add(/** @type {Point} */ (lane[this.#known]));
    return this.#lists.get(key) ?? [];
  }

  /** @param {Point} point */
  #add(point) {
    const { kind, from, now } = point.step;
    const keys = kind === 'received' ? [kind, `received ${from}`] : [kind];
    if (now) keys.push('now');
    for (const key of keys) {
      const list = this.#lists.get(key);
      if (list) list.push(point);
      else this.#lists.set(key, [point]);
    }
  }
}
