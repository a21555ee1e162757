// Which event somebody points at in the diagram: found by position, so that nothing has to be drawn for it.
import { isPending, looseEnd } from './trace-arrows.js';
import { bounds, geometry } from './trace-shapes.js';
import { between } from './trace-rows.js';

/** @typedef {import('./trace.js').Point} Point */

/** How far from an event, or from an arrow, a click still means it, in pixels. */
const [NEAR_POINT, NEAR_ARROW] = [14, 8];

/**
 * The event at a place of the drawing, or null.
 * @param {import('./trace-rows.js').Rows} rows
 * @param {import('./trace-drawing.js').View} view
 * @param {number} x
 * @param {number} y
 * @returns {Point | null}
 */
export function pointAt(rows, view, x, y) {
  const place = geometry(view);
  const { points, arrows } = between(rows, ...bounds(view));
  /** @param {Point} point */
  const at = (point) => ({ x: place.x(point.lane), y: place.y(rows.rowOf.get(point) ?? 0) });
  const near = nearest(points, (point) => Math.hypot(at(point).x - x, at(point).y - y), NEAR_POINT);
  return near ?? nearest(arrows, (point) => distance(at(/** @type {Point} */ (point.sender)), at(point), x, y), NEAR_ARROW);
}

/**
 * The message whose loose end is at a place of the drawing, or null: whoever drags it means no arrow that passes there.
 * @param {import('./trace-rows.js').Rows} rows
 * @param {import('./trace-drawing.js').View} view
 * @param {number} x
 * @param {number} y
 */
export function looseAt(rows, view, x, y) {
  const place = geometry(view);
  const pending = between(rows, ...bounds(view)).points.filter((point) => isPending(point, rows));
  return nearest(pending, (point) => {
    const { x2, y2 } = looseEnd(point, rows, view, place);
    return Math.hypot(x2 - x, y2 - y);
  }, NEAR_POINT);
}

/**
 * @param {Point[]} points
 * @param {(point: Point) => number} far
 * @param {number} most
 */
function nearest(points, far, most) {
  /** @type {Point | null} */
  let best = null;
  let least = most;
  for (const point of points) {
    const away = far(point);
    if (away > least) continue;
    best = point;
    least = away;
  }
  return best;
}

/**
 * From a place to a line between two ends.
 * @param {{ x: number, y: number }} one
 * @param {{ x: number, y: number }} other
 * @param {number} x
 * @param {number} y
 */
function distance(one, other, x, y) {
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const along = Math.min(1, Math.max(0, ((x - one.x) * dx + (y - one.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(one.x + along * dx - x, one.y + along * dy - y);
}
