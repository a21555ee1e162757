// When somebody was heard, in words.
import { clockTime, duration } from '../pure/format.js';

/**
 * While nobody tells how long ago it is, the time of day stays true.
 * @param {number | null} at
 * @param {import('../pure/freshness.js').Freshness} fresh
 */
export function heardText(at, { state }) {
  if (at === null) return 'never';
  if (state === 'stale') return `at ${clockTime(at)}`;
  const silence = Date.now() - at;
  // Signs of life come every second, and this node is asked every second.
  return silence < 3000 ? 'just now' : `${duration(silence)} ago`;
}
