// The diagram as a description of SVG elements: the page makes elements of it, the export text. Only what is in view.
import { headOf } from './message-types.js';
import { between } from './trace-rows.js';
import { arrowLabel, isFault, labelOf } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace-rows.js').Rows} Rows */
/** @typedef {{ tag: string, attributes: Record<string, string | number>, children: Shape[], text: string }} Shape */
/**
 * `top` is the row at the upper edge, with a fraction. `moment` is a place in the order; what is later is pale.
 * @typedef {{ width: number, height: number, top: number, members: string[], away: Set<string>, moment: number, chosen: Point | null, follows: boolean, wall?: boolean }} View
 */

export const ROW = 26;
/** The names of the members, above the rows. */
export const HEAD = 34;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {Shape[]} children
 * @returns {Shape}
 */
export const shape = (tag, attributes, children = [], text = '') => ({ tag, attributes, children, text });

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {string} className
 * @param {string} anchor
 */
const label = (x, y, text, className, anchor = 'start') => shape('text', { x: round(x), y: round(y), class: className, 'text-anchor': anchor }, [], text);

/** @param {number} value */
const round = (value) => Math.round(value * 10) / 10;

/** @param {View} view too narrow for long labels */
const narrow = ({ width }) => width < 560;

/**
 * Where lanes and rows are.
 * @param {View} view
 */
export function geometry(view) {
  const { width, top, members } = view;
  const isNarrow = narrow(view);
  const left = isNarrow ? 40 : 78;
  const right = isNarrow ? 88 : 132;
  const gap = members.length > 1 ? (width - left - right) / (members.length - 1) : 0;
  return {
    gap,
    /** @param {number} lane */
    x: (lane) => (members.length > 1 ? left + lane * gap : width / 2),
    /** @param {number} row */
    y: (row) => HEAD + (row - top + 0.5) * ROW,
  };
}

/** @typedef {ReturnType<typeof geometry>} Geometry */

/**
 * The first row that is to be drawn, and the one behind the last.
 * @param {View} view
 * @returns {[number, number]}
 */
export const bounds = ({ top, height }) => [top - 1, top + (height - HEAD) / ROW + 1];

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
  const pending = points.filter((point) => point.step.kind === 'sent' && !point.receivers.some((each) => rows.rowOf.has(each)));
  return {
    ground: [...lanes(view, place), ...bars.map((bar) => drawBar(bar, rows, view, place)), ...cursor(rows, view, place)],
    events: [
      ...arrows.map((point) => drawArrow(point, rows, view, moved)),
      ...pending.map((point) => drawPending(point, rows, view, moved)),
      ...points.map((point) => drawPoint(point, rows, view, moved)),
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
 * @param {Point} point
 * @param {View} view
 * @param {string} kind
 */
function group(point, view, kind) {
  const related = view.chosen && (point === view.chosen || point.sender === view.chosen || point === view.chosen.sender);
  return {
    class: `${kind}${point.place > view.moment ? ' later' : ''}${related && !view.follows ? ' chosen' : ''}`,
    'data-at': `${point.member}:${point.step.seq}`,
  };
}

/**
 * From where it was sent to where it was received. The label stands in the gap before the receiver, where two
 * messages of one multicast are apart, and two answers to it have their labels beside each other.
 * @param {Point} point the receipt
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
function drawArrow(point, rows, view, place) {
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
  const line = { x1: round(x1), y1: round(y1), x2: round(ex), y2: round(ey) };
  return shape('g', group(point, view, `arrow t-${step.type}${step.again ? ' again' : ''}${step.block ? ' block' : ''}${isLost ? ' lost' : ''}`), [
    shape('line', { class: 'shaft', ...line }),
    isLost ? cross(ex, ey) : arrowHead(step.type ?? '', ex, ey, Math.atan2(y2 - y1, x2 - x1)),
    label(x1 + (x2 - x1) * at, y1 + (y2 - y1) * at - (step.block ? 10 : 8), narrow(view) ? (step.type ?? '') : arrowLabel(step), 'label', 'middle'),
  ]);
}

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

/**
 * @param {number} x
 * @param {number} y
 */
const cross = (x, y) => shape('path', { class: 'tip lost', d: `M${round(x - 5)} ${round(y - 5)}l10 10m0 -10l-10 10` });

/**
 * A message that nobody is known to have received ends in the air, with an open circle.
 * @param {Point} point
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
function drawPending(point, rows, view, place) {
  const lane = view.members.indexOf(String(point.step.to));
  const [x1, y1] = [place.x(point.lane), place.y(rows.rowOf.get(point) ?? 0)];
  const way = Math.sign(place.x(Math.max(0, lane)) - x1) || 1;
  const [x2, y2] = [x1 + way * place.gap * 0.4, y1 + ROW * 0.85];
  const line = { x1: round(x1), y1: round(y1), x2: round(x2), y2: round(y2) };
  return shape('g', group(point, view, `arrow pending t-${point.step.type}${point.step.again ? ' again' : ''}${point.step.block ? ' block' : ''}`), [
    shape('line', { class: 'shaft', ...line }),
    shape('circle', { class: 'tip air', cx: round(x2 + way * 4), cy: round(y2 + 1), r: 4 }),
    label(x2 + way * 12, y2 + 5, `${arrowLabel(point.step)} to ${point.step.to}`, 'label', way > 0 ? 'start' : 'end'),
  ]);
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
const timeOf = ({ step, millis, logical }, { wall }) => (wall && step.at ? `${logical > millis + 1 ? '~' : ''}${step.at.slice(17, 23)}` : String(step.time));

/**
 * @param {Point} point
 * @param {Rows} rows
 * @param {View} view
 * @param {Geometry} place
 */
function drawPoint(point, rows, view, place) {
  const { step } = point;
  const [x, y] = [place.x(point.lane), place.y(rows.rowOf.get(point) ?? 0)];
  const isEnd = step.kind === 'sent' || step.kind === 'received' || step.kind === 'dropped';
  /** @type {Shape[]} */
  const parts = [];
  if (step.kind === 'block') parts.push(shape('rect', { class: 'mark', x: round(x - 7), y: round(y - 7), width: 14, height: 14, rx: 2 }));
  else if (isFault(step)) parts.push(cross(x, y));
  else parts.push(shape('circle', { class: 'mark', cx: round(x), cy: round(y), r: isEnd ? 3 : 5 }));
  if (!['gap', 'unreachable', 'live'].includes(step.kind)) parts.push(label(x - 12, y + timeOffset(step), timeOf(point, view), 'time', 'end'));
  if (!isEnd) parts.push(label(x + 13, y + 4, labelOf(step), 'word'));
  else if (!point.sender && step.kind !== 'sent') parts.push(label(x + 13, y + 4, `${arrowLabel(step)} from ${step.from}`, 'word'));
  return shape('g', group(point, view, `point k-${step.kind}${isFault(step) ? ' fault' : ''}`), parts);
}
