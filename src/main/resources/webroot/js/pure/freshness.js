// Whether what the page shows is what the node has now. It is never left to the reader to find out.

/** The node says something at least once a second, and is asked when it does not. */
export const STALE_MILLIS = 3000;
/** A block that has been known for longer than this should be on the page: then the page is behind. */
export const LAG_MILLIS = 1000;

/**
 * `since` is when the node was last heard, while stale; `blocks` is how many the node has more than the page shows, while lagging.
 * @typedef {{ state: 'connecting' | 'live', since: null, blocks: 0 } | { state: 'lagging', since: null, blocks: number } | { state: 'stale', since: number, blocks: 0 }} Freshness
 */

/**
 * All times are of one clock, in milliseconds.
 * @param {object} now
 * @param {number} now.at
 * @param {boolean} now.open whether there is a connection
 * @param {number | null} now.heardAt when the node last said anything, or null if it never did
 * @param {number} now.overdue how many blocks should be on the page and are not
 * @returns {Freshness}
 */
export function freshnessOf({ at, open, heardAt, overdue }) {
  if (heardAt === null) return { state: 'connecting', since: null, blocks: 0 };
  if (!open || at - heardAt > STALE_MILLIS) return { state: 'stale', since: heardAt, blocks: 0 };
  if (overdue > 0) return { state: 'lagging', since: null, blocks: overdue };
  return { state: 'live', since: null, blocks: 0 };
}

/** Which blocks have been known long enough to be on the page. */
export class Overdue {
  /** @type {{ at: number, height: number }[]} when a height was known, oldest first; the first one may be long ago */
  #known = [];

  /**
   * @param {number} at
   * @param {number} known the height that the node has told
   * @param {number} shown the height that the page shows
   */
  count(at, known, shown) {
    // Another ledger, or one that was set up anew.
    if (known < (this.#known.at(-1)?.height ?? 0)) this.#known = [];
    this.#known.push({ at, height: known });
    while ((this.#known[1]?.at ?? Infinity) <= at - LAG_MILLIS) this.#known.shift();
    const [first] = this.#known;
    return first && first.at <= at - LAG_MILLIS ? Math.max(0, first.height - shown) : 0;
  }
}
