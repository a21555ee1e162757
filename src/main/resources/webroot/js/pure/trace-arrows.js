// The messages of the space-time diagram: an arrow with a head for its type, and a label that is on no other one.
import { headOf } from './message-types.js';
import { ROW, cross, group, label, narrow, round, shape } from './trace-shapes.js';
import { arrowLabel } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace-rows.js').Rows} Rows */
/** @typedef {import('./trace-shapes.js').View} View */
/** @typedef {import('./trace-shapes.js').Geometry} Geometry */
/** @typedef {import('./trace-labels.js').Labels} Labels */

/**
 * From where it was sent to where it was received. The label stands in the gap before the receiver, where two
 * messages of one multicast are apart, and two answers to it have their labels beside each other.
 * @param {Point} point the receipt
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 * @param {Labels} labels
 */
export function drawArrow(point, rows, view, place, labels) {
  const send = /** @type {Point} */ (point.sender);
  const step = { ...send.step, ...point.step };
  const isLost = step.kind === 'dropped';
  const [x1, x2] = [place.x(send.lane), place.x(point.lane)];
  const [y1, y2] = [place.y(rows.rowOf.get(send) ?? 0), place.y(rows.rowOf.get(point) ?? 0)];
  const length = Math.hypot(x2 - x1, y2 - y1) || 1;
  const reach = isLost ? 0.72 : 1 - 5 / length;
  const [ex, ey] = [x1 + (x2 - x1) * reach, y1 + (y2 - y1) * reach];
  const before = Math.abs(send.lane - point.lane) > 1 ? 0.68 : 0.32;
  const at = 1 - (place.gap * before) / Math.abs(x2 - x1 || 1);
  const text = narrow(view) ? (step.type ?? '') : arrowLabel(step);
  const spot = labels.place(alongArrow(at, step.block ? 10 : 8).map(({ share, up }) => ({ x: x1 + (x2 - x1) * share, y: y1 + (y2 - y1) * share - up, anchor: 'middle' })), text);
  const line = { x1: round(x1), y1: round(y1), x2: round(ex), y2: round(ey) };
  return shape('g', group(point, view, `arrow t-${step.type}${step.again ? ' again' : ''}${step.block ? ' block' : ''}${isLost ? ' lost' : ''}`), [
    shape('line', { class: 'shaft', ...line }),
    isLost ? cross(ex, ey) : arrowHead(step.type ?? '', ex, ey, Math.atan2(y2 - y1, x2 - x1)),
    label(spot.x, spot.y, text, 'label', spot.anchor),
  ]);
}

/** How far from the usual place the label of an arrow may be, as a share of its length. */
const AWAY = [0, 0.1, -0.1, 0.2, -0.2, 0.3, -0.3];

/**
 * Places for the label of an arrow, the best first: above it, below it, and then further along it.
 * @param {number} at the share of the arrow at which it stands if there is room
 * @param {number} up how far above
 */
const alongArrow = (at, up) => AWAY.map((away) => at + away).filter((share) => share > 0.12 && share < 0.9)
  .flatMap((share) => [{ share, up }, { share, up: -18 }]);

/**
 * @param {string} type
 * @param {number} x of the tip
 * @param {number} y
 * @param {number} angle in radians
 */
function arrowHead(type, x, y, angle) {
  const paths = {
    filled: 'M0 0L-10 -5L-10 5Z', open: 'M-10 -6L0 0L-10 6', diamond: 'M0 0L-7 -5L-14 0L-7 5Z',
    circle: 'M0 0a4.5 4.5 0 1 0 -9 0a4.5 4.5 0 1 0 9 0Z', bar: 'M0 0L-9 -5L-9 5ZM-13 -6L-13 6',
  };
  const head = headOf(type);
  return shape('path', { class: `tip ${head}`, d: paths[head], transform: `translate(${round(x)} ${round(y)}) rotate(${round((angle * 180) / Math.PI)})` });
}

/** Whether it is a message of which no receipt is in these rows. @param {Point} point @param {Rows} rows */
export const isPending = (point, rows) => point.step.kind === 'sent' && !point.receivers.some((each) => rows.rowOf.has(each));

/**
 * Where the arrow of such a message begins, and where it ends in the air; `way` is 1 to the right.
 * @param {Point} point
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
export function looseEnd(point, rows, view, place) {
  const lane = view.members.indexOf(String(point.step.to));
  const [x1, y1] = [place.x(point.lane), place.y(rows.rowOf.get(point) ?? 0)];
  const way = Math.sign(place.x(Math.max(0, lane)) - x1) || 1;
  return { x1, y1, x2: x1 + way * place.gap * 0.4, y2: y1 + ROW * 0.85, way };
}

/**
 * A message that nobody is known to have received ends in the air, with an open circle; one that is lost, with a cross.
 * @param {Point} point
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 * @param {Labels} labels
 */
export function drawPending(point, rows, view, place, labels) {
  const { x1, y1, x2, y2, way } = looseEnd(point, rows, view, place);
  const line = { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
  const isLost = view.lost?.(point) ?? false;
  const text = `${arrowLabel(point.step)} to ${point.step.to}${isLost ? ', lost' : ''}`;
  const anchor = way > 0 ? 'start' : 'end';
  // Behind the circle, or above the shaft, or below both.
  const spot = labels.place([[x2 + way * 12, y2 + 5], [x2 + way * 12, y2 - 8], [x1 + way * 16, y1 + 4], [x2 + way * 12, y2 + 18], [x2 + way * 12, y2 - 20]]
    .map(([x = 0, y = 0]) => ({ x, y, anchor })), text);
  return shape('g', group(point, view, `arrow pending t-${point.step.type}${point.step.again ? ' again' : ''}${point.step.block ? ' block' : ''}${isLost ? ' lost' : ''}`), [
    shape('line', { class: 'shaft', ...line }),
    isLost ? cross(x2 + way * 4, y2 + 1) : shape('circle', { class: 'tip air', cx: round(x2 + way * 4), cy: round(y2 + 1), r: 4 }),
    label(spot.x, spot.y, text, 'label', anchor),
  ]);
}
