// The diagram while somebody flies over it: too fast to read, so without words, and one path for all messages of a type.
// A dozen elements are drawn within a frame, a thousand are not.
import { drawBar, heads, lanes } from './trace-drawing.js';
import { between } from './trace-rows.js';
import { HEAD, ROW, bounds, geometry, shape } from './trace-shapes.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace-drawing.js').Shape} Shape */

/**
 * @param {import('./trace-rows.js').Rows} rows
 * @param {import('./trace-drawing.js').View} view
 * @returns {{ ground: Shape[], events: Shape[], top: Shape[] }}
 */
export function sketch(rows, view) {
  const place = geometry(view);
  const { points, arrows, bars } = between(rows, ...bounds(view));
  /** @param {Point} point */
  const at = (point) => `${Math.round(place.x(point.lane))} ${Math.round(place.y(rows.rowOf.get(point) ?? 0))}`;
  /** @type {Map<string, string>} */
  const shafts = new Map();
  for (const point of arrows) {
    const { type = '', block, again } = point.step;
    const kind = `arrow t-${type}${block ? ' block' : ''}${again ? ' again' : ''}${point.step.kind === 'dropped' ? ' lost' : ''}`;
    shafts.set(kind, `${shafts.get(kind) ?? ''}M${at(/** @type {Point} */ (point.sender))}L${at(point)}`);
  }
  const marks = points.map((point) => `M${at(point)}h0`).join('');
  return {
    ground: [...lanes(view, place), ...bars.map((bar) => drawBar(bar, rows, view, place))],
    events: [
      ...[...shafts].map(([kind, d]) => shape('g', { class: kind }, [shape('path', { class: 'shaft', d })])),
      shape('path', { class: 'sketch-marks', d: marks }),
      ...moment(rows, view, place),
    ],
    top: heads(view, place),
  };
}

/**
 * Above the line it has happened, below it has not.
 * @param {import('./trace-rows.js').Rows} rows
 * @param {import('./trace-drawing.js').View} view
 * @param {import('./trace-drawing.js').Geometry} place
 */
function moment({ rowOf }, { chosen, width, height }, place) {
  const row = chosen && rowOf.get(chosen);
  if (row === null || row === undefined) return [];
  const y = Math.round(place.y(row) + ROW / 2);
  return [
    shape('rect', { class: 'sketch-later', x: 0, y: Math.max(HEAD, y), width, height: Math.max(0, height - y) }),
    shape('line', { class: 'moment', x1: 0, x2: width, y1: y, y2: y }),
  ];
}
