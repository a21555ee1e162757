// Which events are shown, on which row of the diagram, and which of them are to be drawn.
import { lowerBound } from './lower-bound.js';
import { isChatter, isMessage } from './message-types.js';
import { Layout, NEAR } from './trace-layout.js';
import { transfersOf } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** `wall`: rows are apart as the wall clock is. @typedef {{ member?: string | null, type?: string | null, transfer?: string | null, chatter?: boolean, wall?: boolean }} Filter */
/** What lasts. `to` is null while it does. @typedef {{ kind: 'section' | 'claim' | 'ballot' | 'away', lane: number, from: number, to: number | null, label: string, first: Point }} Bar */
/** @typedef {{ points: Point[], rowOf: Map<Point, number>, starts: number[], rows: number, bars: Bar[], far: Point[], marks: { row: number, lane: number, isFault: boolean }[] }} Rows */

/**
 * @param {Point[]} order causes first
 * @param {Filter} filter
 * @returns {Rows}
 */
export function layOut(order, filter) {
  const layout = new Layout(filter);
  if (!filter.transfer) return layout.update(order, 0);
  for (const point of historyOf(order, filter.transfer)) layout.add(point);
  return layout.rows();
}

/**
 * What moved one transfer: from the request of the client to its answer, the claims and ballots that its member had
 * meanwhile, the messages that served them, and the block with what all members did with it.
 * @param {Point[]} order
 * @param {string} id
 * @returns {Set<Point>}
 */
export function historyOf(order, id) {
  const told = order.filter(({ step }) => transfersOf(step).includes(id));
  const first = told[0];
  if (!first) return new Set();
  const answer = told.findLast(({ step }) => step.kind === 'answered' || step.kind === 'refused' || step.kind === 'in_doubt');
  const end = answer?.place ?? order.length;
  /** @type {Set<string>} */
  const served = new Set();
  /** @type {Set<number>} */
  const heights = new Set();
  for (let place = first.place; place < end; place++) {
    const { member, step } = /** @type {Point} */ (order[place]);
    if (member !== first.member) continue;
    if (step.kind === 'claimed' || step.kind === 'entered' || step.kind === 'proposed') served.add(cause(step));
    if (step.kind === 'block') heights.add(Number(step.height));
  }
  const moved = new Set(told);
  for (const point of order.slice(Math.max(0, first.place - 200))) {
    const { step } = point;
    if (heights.has(step.kind === 'block' ? Number(step.height) : Number(step.block ?? -1))) moved.add(point);
    if (cause(step) && served.has(cause(step)) && !(isMessage(step) && isChatter(step.type))) moved.add(point);
  }
  return new Set(order.filter((point) => moved.has(point) || (point.sender && moved.has(point.sender)) || point.receivers.some((each) => moved.has(each))));
}

/** @param {Wire.Step} step */
const cause = ({ claim, ballot }) => (claim ? `c${claim.time}.${claim.member}` : ballot ? `b${ballot.round}.${ballot.member}` : '');

/**
 * What is to be drawn between two rows: the points there, and the messages that pass.
 * @param {Rows} rows
 * @param {number} from
 * @param {number} to exclusive
 */
export function between(rows, from, to) {
  const { points, rowOf, starts, far } = rows;
  const begin = starts[Math.max(0, Math.floor(from) - NEAR)] ?? points.length;
  const end = starts[Math.max(0, Math.ceil(to) + NEAR)] ?? points.length;
  /** @type {(point: Point) => number} */
  const row = (point) => rowOf.get(point) ?? -1;
  const shown = points.slice(begin, end);
  const seen = shown.filter((point) => row(point) >= from && row(point) < to);
  const arrows = new Set([...shown, ...far].filter((point) => point.sender && rowOf.has(point.sender)
    && row(point.sender) < to && row(point) >= from));
  return {
    points: seen,
    arrows: [...arrows],
    bars: rows.bars.filter((bar) => bar.from < to && (bar.to ?? Infinity) >= from),
  };
}

/**
 * Which point is the last one that is shown and not after this place of the order.
 * @param {Rows} rows
 * @param {number} place
 */
export const indexAt = ({ points }, place) => Math.max(0, lowerBound(points, (point) => point.place > place) - 1);

/**
 * @param {Rows} rows
 * @param {number} place
 */
export const shownAt = (rows, place) => rows.points[indexAt(rows, place)] ?? null;
