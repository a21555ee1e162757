// Who hears whom, from the events of all members. Signs of life are no events unless they tell something new, so a member
// that is silent is known by what the other one says of it. Wall clocks of two members are never compared.

/** `age` of the newest message that is an event, in milliseconds, or null; `lost` when the member says that it hears no more. @typedef {{ of: string, age: number | null, lost: boolean }} Heard */

export class Hearing {
  /** @type {Map<string, Map<string, number>>} by who hears: when it last heard each of the others */
  #heard = new Map();
  /** @type {Map<string, Map<string, { lost: boolean, at: number }>>} by who hears: whom it has lost or found last */
  #lost = new Map();
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
    const lost = this.#lost.get(member) ?? new Map();
    this.#lost.set(member, lost);
    for (const { kind, from, at, member: about } of events) {
      const millis = at ? Date.parse(at) : 0;
      if (kind === 'received' && typeof from === 'string' && millis >= (heard.get(from) ?? 0)) heard.set(from, millis);
      if ((kind === 'peer_lost' || kind === 'peer_found') && about && millis >= (lost.get(about)?.at ?? 0)) lost.set(about, { lost: kind === 'peer_lost', at: millis });
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
      return { of, age: newest && at !== undefined ? newest.at - at + Math.max(0, now - newest.came) : null, lost: this.#lost.get(member)?.get(of)?.lost ?? false };
    });
  }
}
