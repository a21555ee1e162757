// From one moment to the next one of a kind.
import { isMessage } from './message-types.js';
import { lowerBound } from './lower-bound.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {'event' | 'message' | 'section' | 'block'} Stride */

/** @type {Record<Stride, (step: Wire.Step) => boolean>} */
const STOPS = {
  event: () => true,
  message: isMessage,
  section: ({ kind }) => kind === 'entered' || kind === 'left' || kind === 'proposed' || kind === 'round_over',
  block: ({ kind }) => kind === 'block',
};

/**
 * The next point of this kind, forwards or backwards, or null at the end.
 * @param {Point[]} points in order
 * @param {number} place of the present moment in the whole order
 * @param {Stride} stride
 * @param {1 | -1} way
 */
export function stepFrom(points, place, stride, way) {
  const stops = STOPS[stride];
  let i = way > 0 ? lowerBound(points, (point) => point.place > place) : lowerBound(points, (point) => point.place >= place) - 1;
  for (; i >= 0 && i < points.length; i += way) {
    const point = /** @type {Point} */ (points[i]);
    if (stops(point.step)) return point;
  }
  return null;
}
