// Who has heard whom, and when, from the events of all members. Wall clocks of two members are never compared: how long
// ago somebody was heard is told by the clock of who heard.

/** `age` is in milliseconds; null when the member is not known to have heard the other one. @typedef {{ of: string, age: number | null }} Heard */

export class Hearing {
  /** @type {Map<string, Map<string, number>>} by who hears: when it last heard each of the others */
  #heard = new Map();
  /** @type {Map<string, { at: number, came: number }>} the newest event of each member, and when it came here */
  #newest = new Map();

  /**
   * @param {string} member
   * @param {Wire.Step[]} events
   * @param {number} now by this page's clock
   */
  add(member, events, now) {
    const heard = this.#heard.get(member) ?? new Map();
    this.#heard.set(member, heard);
    for (const { kind, from, at } of events) {
      const millis = at ? Date.parse(at) : 0;
      if (kind === 'received' && typeof from === 'string' && millis >= (heard.get(from) ?? 0)) heard.set(from, millis);
      if (millis > (this.#newest.get(member)?.at ?? 0)) this.#newest.set(member, { at: millis, came: now });
    }
  }

  /**
   * One row of the matrix.
   * @param {string} member who hears
   * @param {string[]} others
   * @param {number} now
   * @returns {Heard[]}
   */
  row(member, others, now) {
    const newest = this.#newest.get(member);
    return others.map((of) => {
      const at = this.#heard.get(member)?.get(of);
      return { of, age: newest && at !== undefined ? newest.at - at + Math.max(0, now - newest.came) : null };
    });
  }
}
