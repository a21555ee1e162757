// The rows of a trace that grows. Time runs down: a message arrives below where it was sent, and what a member does next
// is below what it did before. Concurrent events of different members may share a row.
import { lowerBound } from './lower-bound.js';
import { isChatter, isMessage } from './message-types.js';
import { isFault } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace-rows.js').Filter} Filter */
/** @typedef {import('./trace-rows.js').Bar} Bar */
/** @typedef {import('./trace-rows.js').Rows} Rows */

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
  // The repetition itself says so.
  if (step.kind === 'timer' && step.what === 'resend' && !chatter && !type) return false;
  if (type && step.kind !== type && !LASTING.has(step.kind)) return false;
  return !only || member === only;
}

/** What begins or ends a bar, which is shown whichever type of message is chosen. */
const LASTING = new Set(['claimed', 'entered', 'left', 'withdrawn', 'proposed', 'round_over', 'unreachable', 'live', 'gap']);

/**
 * The same message to several members is sent at one moment.
 * @param {Point} one
 * @param {Point} other
 */
function isOneMulticast({ step: one }, { step: other }) {
  return one.kind === 'sent' && other.kind === 'sent' && one.type === other.type && one.message_time === other.message_time
    && one.time === other.time && one.to !== other.to && Boolean(one.again) === Boolean(other.again);
}

/** @type {Record<string, { bar: Bar['kind'], ends: Set<string> }>} */
const BARS = {
  claimed: { bar: 'claim', ends: new Set(['entered', 'withdrawn', 'left', 'unreachable']) },
  entered: { bar: 'section', ends: new Set(['left', 'unreachable']) },
  proposed: { bar: 'ballot', ends: new Set(['round_over', 'proposed', 'unreachable']) },
  unreachable: { bar: 'away', ends: new Set(['live']) },
};

/** From which pause on there is an empty row; each further one means that nothing was shown for four times as long. */
const PAUSE_MILLIS = 10;
const PAUSE_ROWS = 8;

/** @param {number} millis */
const pause = (millis) => (millis < PAUSE_MILLIS ? 0 : Math.min(PAUSE_ROWS, 1 + Math.floor(Math.log2(millis / PAUSE_MILLIS) / 2)));

/** So far back at most the layout begins anew when an event comes that belongs before others. */
const STRIDE = 200;

/** @typedef {{ bar: Bar, ends: Set<string> }} OpenBar */
/** How far the layout was at a point, to go back to. @typedef {{ points: number, starts: number, row: number, lastOf: (Point | undefined)[], bars: number, open: OpenBar[], far: number, marks: number }} Mark */

/** The rows of a trace that grows: what is new is laid out, and what stays is not touched. */
export class Layout {
  #filter;
  #stride;
  /** @type {Point[]} */
  #points = [];
  /** @type {Map<Point, number>} */
  #rowOf = new Map();
  /** @type {number[]} */
  #starts = [];
  /** @type {Bar[]} */
  #bars = [];
  /** @type {Point[]} */
  #far = [];
  /** What a map of all rows shows: faults, and blocks where they were proposed. @type {Rows['marks']} */
  #marks = [];
  /** @type {(Point | undefined)[]} */
  #lastOf = [];
  /** @type {OpenBar[]} */
  #open = [];
  #row = 0;
  /** @type {Mark[]} */
  #back = [];

  /**
   * @param {Filter} filter without a transfer, whose history is not known before all of it is there
   * @param {number} stride
   */
  constructor(filter, stride = STRIDE) {
    this.#filter = filter;
    this.#stride = stride;
  }

  /**
   * @param {Point[]} order causes first
   * @param {number} changed the first place of the order that is not as it was
   * @returns {Rows}
   */
  update(order, changed) {
    for (let place = this.#goBack(changed); place < order.length; place++) {
      const point = /** @type {Point} */ (order[place]);
      if (isShown(point, this.#filter)) this.add(point);
    }
    return this.rows();
  }

  /** @returns {Rows} */
  rows() {
    return { points: this.#points, rowOf: this.#rowOf, starts: this.#starts, rows: this.#starts.length, bars: this.#bars, far: this.#far, marks: this.#marks };
  }

  /** @param {Point} point the next one */
  add(point) {
    if (this.#points.length % this.#stride === 0) this.#remember();
    const last = this.#points.at(-1);
    if (this.#filter.wall && last) this.#row += pause(point.logical - last.logical);
    const before = this.#lastOf[point.lane];
    const rowBefore = before && /** @type {number} */ (this.#rowOf.get(before));
    const shares = before && rowBefore === this.#row && isOneMulticast(before, point);
    if (rowBefore !== undefined && !shares) this.#row = Math.max(this.#row, rowBefore + 1);
    const sent = point.sender ? this.#rowOf.get(point.sender) : undefined;
    if (sent !== undefined) this.#row = Math.max(this.#row, sent + 1);
    const row = this.#row;
    this.#rowOf.set(point, row);
    this.#lastOf[point.lane] = point;
    while (this.#starts.length <= row) this.#starts.push(this.#points.length);
    this.#points.push(point);
    if (sent !== undefined && row - sent > NEAR) this.#far.push(point);
    const { step, member } = point;
    const fault = isFault(step);
    if (fault || (step.kind === 'block' && step.proposer === member)) this.#marks.push({ row, lane: point.lane, isFault: fault });
    this.#addBar(point, row);
  }

  /**
   * @param {Point} point
   * @param {number} row
   */
  #addBar(point, row) {
    const { kind } = point.step;
    if (!LASTING.has(kind)) return;
    this.#open = this.#open.filter(({ bar, ends }) => {
      if (bar.lane !== point.lane || !ends.has(kind)) return true;
      bar.to = row;
      return false;
    });
    const begins = BARS[kind];
    if (!begins) return;
    /** @type {Bar} */
    const bar = { kind: begins.bar, lane: point.lane, from: row, to: null, label: '', first: point };
    this.#bars.push(bar);
    this.#open.push({ bar, ends: begins.ends });
  }

  #remember() {
    this.#back.push({
      points: this.#points.length, starts: this.#starts.length, row: this.#row, lastOf: [...this.#lastOf], bars: this.#bars.length, open: [...this.#open],
      far: this.#far.length, marks: this.#marks.length,
    });
  }

  /**
   * To the last mark before a place of the order.
   * @param {number} changed
   * @returns {number} the place from which to go on
   */
  #goBack(changed) {
    // Who was taken out of the order has no place any more.
    const kept = lowerBound(this.#points, ({ place }) => place < 0 || place >= changed);
    if (kept < this.#points.length) {
      while ((this.#back.at(-1)?.points ?? 0) > kept) this.#back.pop();
      const mark = this.#back.pop();
      if (mark) this.#restore(mark);
    }
    const last = this.#points.at(-1);
    // What is not shown has no place here: it may have come, or be shown now, behind the last one that is.
    return Math.min(changed, last ? last.place + 1 : 0);
  }

  /**
   * A bar that ended behind the mark lasts again: its end is laid out anew, or was taken away.
   * @param {Mark} mark
   */
  #restore({ points, starts, row, lastOf, bars, open, far, marks }) {
    for (const point of this.#points.splice(points)) this.#rowOf.delete(point);
    this.#starts.length = starts;
    this.#row = row;
    this.#lastOf = lastOf;
    this.#bars.length = bars;
    this.#open = open;
    for (const { bar } of open) bar.to = null;
    this.#far.length = far;
    this.#marks.length = marks;
  }
}
