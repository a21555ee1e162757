// Which events are shown, and on which row of the diagram. Time runs down: a message arrives below where it was sent,
// and what a member does next is below what it did before. Concurrent events of different members may share a row.
import { isChatter, isMessage } from './message-types.js';
import { isFault, transfersOf } from './trace-words.js';
import { lowerBound } from './trace.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {{ member?: string | null, type?: string | null, transfer?: string | null, chatter?: boolean }} Filter */
/** What lasts. `to` is null while it does. @typedef {{ kind: 'section' | 'claim' | 'ballot' | 'away', lane: number, from: number, to: number | null, label: string, first: Point }} Bar */
/** @typedef {{ points: Point[], rowOf: Map<Point, number>, starts: number[], rows: number, bars: Bar[], far: Point[], marks: { row: number, lane: number, isFault: boolean }[] }} Rows */

/** A message that is longer than this many rows is looked for in a list of its own. */
export const NEAR = 60;

/**
 * @param {Point} point
 * @param {Filter} filter
 */
function isShown({ step, member, evidence }, { member: only, type, chatter }) {
  if (isMessage(step)) {
    if (type && step.type !== type) return false;
    if (!type && !chatter && isChatter(step.type) && !evidence) return false;
    return !only || member === only || step.to === only || step.from === only;
  }
  // Each block is followed by them at every member; the block itself says enough.
  if (step.kind === 'committed' && !chatter) return false;
  if (type && step.kind !== type && !LASTING.has(step.kind)) return false;
  return !only || member === only;
}

/** What begins or ends a bar, which is shown whichever type of message is chosen. */
const LASTING = new Set(['claimed', 'entered', 'left', 'withdrawn', 'proposed', 'round_over', 'unreachable', 'live', 'gap']);

/**
 * @param {Point[]} order causes first
 * @param {Filter} filter
 * @returns {Rows}
 */
export function layOut(order, filter) {
  const only = filter.transfer ? historyOf(order, filter.transfer) : null;
  const points = order.filter((point) => (only ? only.has(point) : isShown(point, filter)));
  /** @type {Map<Point, number>} */
  const rowOf = new Map();
  /** @type {number[]} */
  const starts = [];
  /** @type {(Point | undefined)[]} */
  const lastOf = [];
  let row = 0;
  points.forEach((point, i) => {
    const before = lastOf[point.lane];
    const shares = before && isOneMulticast(before, point) && rowOf.get(before) === row;
    if (before && !shares) row = Math.max(row, /** @type {number} */ (rowOf.get(before)) + 1);
    const sent = point.sender && rowOf.get(point.sender);
    if (sent !== null && sent !== undefined) row = Math.max(row, sent + 1);
    rowOf.set(point, row);
    lastOf[point.lane] = point;
    while (starts.length <= row) starts.push(i);
  });
  const far = points.filter((point) => point.sender && /** @type {number} */ (rowOf.get(point)) - (rowOf.get(point.sender) ?? 0) > NEAR);
  return { points, rowOf, starts, rows: starts.length, bars: barsOf(points, rowOf), far, marks: marksOf(points, rowOf) };
}

/**
 * The same message to several members is sent at one moment.
 * @param {Point} one
 * @param {Point} other
 */
function isOneMulticast({ step: one }, { step: other }) {
  return one.kind === 'sent' && other.kind === 'sent' && one.type === other.type && one.message_time === other.message_time
    && one.time === other.time && one.to !== other.to && Boolean(one.again) === Boolean(other.again);
}

/**
 * What a map of all rows shows: faults, and blocks where they were proposed.
 * @param {Point[]} points
 * @param {Map<Point, number>} rowOf
 */
const marksOf = (points, rowOf) => points
  .filter(({ step, member }) => isFault(step) || (step.kind === 'block' && step.proposer === member))
  .map((point) => ({ row: rowOf.get(point) ?? 0, lane: point.lane, isFault: isFault(point.step) }));

/** @type {Record<string, { bar: Bar['kind'], ends: Set<string> }>} */
const BARS = {
  claimed: { bar: 'claim', ends: new Set(['entered', 'withdrawn', 'left', 'unreachable']) },
  entered: { bar: 'section', ends: new Set(['left', 'unreachable']) },
  proposed: { bar: 'ballot', ends: new Set(['round_over', 'proposed', 'unreachable']) },
  unreachable: { bar: 'away', ends: new Set(['live']) },
};

/**
 * @param {Point[]} points
 * @param {Map<Point, number>} rowOf
 */
function barsOf(points, rowOf) {
  /** @type {Bar[]} */
  const bars = [];
  /** @type {{ bar: Bar, ends: Set<string> }[]} */
  let open = [];
  for (const point of points) {
    const { kind } = point.step;
    const row = /** @type {number} */ (rowOf.get(point));
    open = open.filter(({ bar, ends }) => {
      if (bar.lane !== point.lane || !ends.has(kind)) return true;
      bar.to = row;
      return false;
    });
    const begins = BARS[kind];
    if (!begins) continue;
    /** @type {Bar} */
    const bar = { kind: begins.bar, lane: point.lane, from: row, to: null, label: '', first: point };
    bars.push(bar);
    open.push({ bar, ends: begins.ends });
  }
  return bars;
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
