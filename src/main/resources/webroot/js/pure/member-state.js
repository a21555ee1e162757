// The state of a member at a moment, as the member itself has told it: the last whole state, and what its events have
// changed since. Nothing is derived here; docs/interfaces.md has the fields.

/** @typedef {import('./trace.js').Point} Point */

/** As often at least a member tells its whole state. */
const WHOLE_EVERY = 256;

/**
 * Which event of a member to begin with, so that its state is known at another one.
 * @param {Point[]} lane the events of the member, in their order
 * @param {number} at
 * @returns {number} `at` itself when nothing near before it tells all
 */
export function knownFrom(lane, at) {
  const end = Math.max(0, at - WHOLE_EVERY);
  for (let from = at; from >= end; from--) if (lane[from]?.step.now?.whole) return from;
  return at;
}

/**
 * @param {Point[]} told the events of the member that tell something of its state, in their order
 * @param {number} end how many of them are not after the moment
 * @returns {Wire.MemberState} fields that no event before the moment tells are missing
 */
export function stateAt(told, end) {
  let from = end - 1;
  while (from > 0 && !told[from]?.step.now?.whole) from--;
  /** @type {Wire.MemberState} */
  const state = {};
  /** @type {Record<string, Wire.HeardState>} */
  const heard = {};
  for (let i = Math.max(0, from); i < end; i++) {
    const { heard: news, ...rest } = told[i]?.step.now ?? {};
    Object.assign(state, rest);
    for (const [member, each] of Object.entries(news ?? {})) {
      // What a peer had said is void after it has started again.
      if (each) heard[member] = each;
      else delete heard[member];
    }
  }
  return { ...state, heard };
}
