// Whether what the page shows is what the node has now. It is never left to the reader to find out.

/** The node says something at least once a second, and is asked when it does not. */
export const STALE_MILLIS = 3000;
/** A block that came this instant is no lag. */
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
 * @param {number} now.lag how many blocks the node has more than the page shows
 * @param {number} now.lagsSince since when there has been a lag
 * @returns {Freshness}
 */
export function freshnessOf({ at, open, heardAt, lag, lagsSince }) {
  if (heardAt === null) return { state: 'connecting', since: null, blocks: 0 };
  if (!open || at - heardAt > STALE_MILLIS) return { state: 'stale', since: heardAt, blocks: 0 };
  if (lag > 0 && at - lagsSince > LAG_MILLIS) return { state: 'lagging', since: null, blocks: lag };
  return { state: 'live', since: null, blocks: 0 };
}
