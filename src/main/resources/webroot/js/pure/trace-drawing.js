// The diagram as a description of SVG elements: the page makes elements of it, the export text. Only what is in view.
import { drawArrow, drawPending, isPending } from './trace-arrows.js';
import { Labels } from './trace-labels.js';
import { between } from './trace-rows.js';
import { HEAD, ROW, bounds, cross, geometry, group, label, round, shape } from './trace-shapes.js';
import { arrowLabel, isFault, labelOf } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace-rows.js').Rows} Rows */
/** @typedef {import('./trace-shapes.js').Shape} Shape */
/** @typedef {import('./trace-shapes.js').View} View */
/** @typedef {import('./trace-shapes.js').Geometry} Geometry */

/**
 * @param {View} view
 * @param {Geometry} place
 */
export const lanes = (view, place) => view.members.map((_, lane) => shape('line', { class: 'lane', x1: round(place.x(lane)), x2: round(place.x(lane)), y1: HEAD, y2: view.height }));

/**
 * @param {Rows} rows
 * @param {View} view
 * @returns {Shape[]}
 */
export function draw(rows, view) {
  const { ground, events, top } = layers(rows, view, view.top);
  return [...ground, ...events, ...top];
}

/**
 * The drawing in layers. The events stand where they stand when the row `base` is at the upper edge: who has drawn
 * them for a view nearby moves them, and draws only what is new.
 * @param {Rows} rows
 * @param {View} view
 * @param {number} base
 * @returns {{ ground: Shape[], events: Shape[], top: Shape[] }}
 */
export function layers(rows, view, base) {
  const place = geometry(view);
  const moved = geometry({ ...view, top: base });
  const { points, arrows, bars } = between(rows, ...bounds(view));
  const pending = points.filter((point) => isPending(point, rows));
  const labels = new Labels(view.width);
  // The times of all events first, then their words, which give way to them, and those of arrows to both.
  for (const point of points) labels.fix(timeSpot(point, rows, moved), timeOf(point, view));
  const events = points.map((point) => drawPoint(point, rows, view, moved, labels));
  return {
    ground: [...lanes(view, place), ...bars.map((bar) => drawBar(bar, rows, view, place)), ...cursor(rows, view, place)],
    events: [
      ...pending.map((point) => drawPending(point, rows, view, moved, labels)),
      ...arrows.map((point) => drawArrow(point, rows, view, moved, labels)),
      ...events,
    ],
    top: heads(view, place),
  };
}

/**
 * @param {View} view
 * @param {Geometry} place
 */
export function heads({ members, width, away }, place) {
  return [
    shape('rect', { class: 'heads', x: 0, y: 0, width, height: HEAD }),
    ...members.map((member, lane) => label(place.x(lane), 22, away.has(member) ? `${member} unreachable` : member, `head${away.has(member) ? ' fault' : ''}`, 'middle')),
  ];
}

/**
 * A line at the moment that is shown, unless it is now.
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
function cursor({ rowOf }, { chosen, follows, width }, place) {
  const row = chosen && rowOf.get(chosen);
  if (follows || row === null || row === undefined) return [];
  const y = round(place.y(row) + ROW / 2);
  return [shape('line', { class: 'moment', x1: 0, x2: width, y1: y, y2: y })];
}

/**
 * @param {import('./trace-rows.js').Bar} bar
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
export function drawBar(bar, rows, view, place) {
  const width = { section: 14, claim: 6, ballot: 14, away: 10 }[bar.kind];
  const y = Math.max(HEAD - 4, place.y(bar.from));
  const end = Math.min(view.height + 4, place.y(bar.to ?? rows.rows));
  const rect = shape('rect', { x: round(place.x(bar.lane) - width / 2), y: round(y), width, height: round(Math.max(4, end - y)), rx: 3 });
  return shape('g', { class: `bar ${bar.kind}${bar.first.place > view.moment ? ' later' : ''}` }, [rect]);
}

/**
 * A message comes from above and goes below: its time stands where its arrow does not.
 * @param {Wire.Step} step
 */
const timeOffset = ({ kind }) => (kind === 'sent' ? -2 : kind === 'received' || kind === 'dropped' ? 12 : 4);

/**
 * The Lamport time, or the seconds of the wall clock. `~` is a clock that is behind its cause.
 * @param {Point} point
 * @param {View} view
 */
const timeOf = ({ step, millis, logical }, { wall }) => (['gap', 'unreachable', 'live'].includes(step.kind) ? '' : wall && step.at ? `${logical > millis + 1 ? '~' : ''}${step.at.slice(17, 23)}` : String(step.time));

/**
 * @param {Point} point
 * @param {Rows} rows
 * @param {Geometry} place
 * @returns {import('./trace-labels.js').Spot}
 */
const timeSpot = (point, rows, place) => ({ x: place.x(point.lane) - 12, y: place.y(rows.rowOf.get(point) ?? 0) + timeOffset(point.step), anchor: 'end' });

/**
 * @param {Point} point
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 * @param {Labels} labels
 */
function drawPoint(point, rows, view, place, labels) {
  const { step } = point;
  const [x, y] = [place.x(point.lane), place.y(rows.rowOf.get(point) ?? 0)];
  const isEnd = step.kind === 'sent' || step.kind === 'received' || step.kind === 'dropped';
  /** @type {Shape[]} */
  const parts = [];
  if (step.kind === 'block') parts.push(shape('rect', { class: 'mark', x: round(x - 7), y: round(y - 7), width: 14, height: 14, rx: 2 }));
  else if (isFault(step)) parts.push(cross(x, y));
  else parts.push(shape('circle', { class: 'mark', cx: round(x), cy: round(y), r: isEnd ? 3 : 5 }));
  const time = timeOf(point, view);
  const spot = timeSpot(point, rows, place);
  if (time) parts.push(label(spot.x, spot.y, time, 'time', 'end'));
  const word = !isEnd ? labelOf(step) : !point.sender && step.kind !== 'sent' ? `${arrowLabel(step)} from ${step.from}` : '';
  const fits = word && labels.cut({ x: x + 13, y: y + 4, anchor: 'start' }, word);
  if (fits) parts.push(label(x + 13, y + 4, fits, 'word'));
  return shape('g', group(point, view, `point k-${step.kind}${isFault(step) ? ' fault' : ''}`), parts);
}
