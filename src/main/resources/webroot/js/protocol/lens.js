// What is looked at: now or a moment of the past, of which member, and which events. Everything on the view follows it.
import { Emitter } from '../emitter.js';
import { perFrame } from '../pace.js';
import { lowerBound } from '../pure/lower-bound.js';
import { knownFrom } from '../pure/member-state.js';
import { addressOf } from '../pure/trace-address.js';
import { Layout } from '../pure/trace-layout.js';
import { layOut } from '../pure/trace-rows.js';
import { stepFrom } from '../pure/trace-steps.js';

/** @typedef {import('../pure/trace.js').Point} Point */
/** Where the events come from: a cluster, or a file. @typedef {import('../emitter.js').Emitter<{ change: null }> & { trace: import('../pure/trace.js').Trace | null, reach: Map<string, import('../watch.js').Reach>, flying?: Set<string> | null }} Source `flying` are the messages that may still arrive, where all of them are known. */

/** A new layout of a long trace is not for every event, and while somebody reads the past not urgent. */
const LIVE_GAP_MILLIS = 120;
const REPLAY_GAP_MILLIS = 1000;
/** Two moves that follow each other so fast are one. */
const MOVING_MILLIS = 250;
/** Slow enough to read a word beside each event. */
const PLAY_MILLIS = 700;
/** So many events before the moment come along with a link, and what tells the states of then. */
const CONTEXT = 400;

/** `picture` goes before `change`: to scroll is cheap while nothing else on the page has changed in this frame. @extends {Emitter<{ change: null, picture: null }>} */
export class Lens extends Emitter {
  /** Whether now is shown. */
  follows = true;
  /** @type {Point | null} the moment that is shown, if it is not now */
  moment = null;
  /** Whose card is shown. @type {string | null} */
  member = null;
  /** @type {import('../pure/trace-rows.js').Filter} */
  filter = { member: null, type: null, transfer: null, chatter: false, wall: false };
  isTable = false;
  /** @type {import('../pure/trace-rows.js').Rows} */
  rows = layOut([], {});

  #source;
  #timer = 0;
  /** @type {{ member: string, seq: number } | null} the moment of an address, until its event has come */
  #awaited = null;
  #due = 0;
  /** @type {Layout | null} */
  #layout = null;
  /** The filter of the layout. */
  #laidOut = '';
  #movedAt = -Infinity;
  #rest = 0;
  #tell = perFrame(() => {
    this.emit('picture', null);
    this.emit('change', null);
  });

  /**
   * @param {Source} source
   * @param {boolean} isRecorded whether nothing comes any more
   */
  constructor(source, isRecorded = false) {
    super();
    this.#source = source;
    this.isRecorded = isRecorded;
    source.on('change', () => this.#schedule());
  }

  get trace() {
    return this.#source.trace;
  }

  /** The place in the order up to which things have happened. */
  get place() {
    return this.follows ? Infinity : (this.moment?.place ?? -1);
  }

  /** Whether the event of a link has not come yet. */
  get isAwaiting() {
    return this.#awaited !== null;
  }

  /** Whether it is a message that will never arrive, as far as that is known. @param {Point} point */
  isLost({ step: { kind, message }, receivers }) {
    const { flying } = this.#source;
    return Boolean(flying) && kind === 'sent' && receivers.length === 0 && !flying?.has(String(message));
  }

  /** The event at the moment that is shown. */
  get present() {
    return this.follows ? (this.rows.points.at(-1) ?? null) : this.moment;
  }

  follow() {
    this.stop();
    this.follows = true;
    this.moment = null;
    this.#awaited = null;
    this.refresh();
  }

  /** Whether the moment has just been another one. */
  get isMoving() {
    return performance.now() - this.#movedAt < MOVING_MILLIS;
  }

  /** Whether the moment moves on by itself. */
  get plays() {
    return this.#timer !== 0;
  }

  /** From the moment that is shown on, one event after the other, until the end. */
  play() {
    if (this.plays || this.follows) return;
    this.#timer = setInterval(() => this.step('event', 1) ?? this.stop(), PLAY_MILLIS);
    this.#tell();
  }

  stop() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#tell();
  }

  pause() {
    if (!this.follows) return;
    const last = this.rows.points.at(-1);
    if (last) this.select(last);
  }

  /**
   * As somebody does who points at an event: the card is that of its member.
   * @param {Point} point
   */
  pointAt(point) {
    this.member = point.member;
    this.select(point);
  }

  /** @param {Point} point */
  select(point) {
    this.follows = false;
    this.moment = point;
    this.#awaited = null;
    this.#movedAt = performance.now();
    this.#tell();
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#tell(), MOVING_MILLIS + 10);
  }

  /**
   * @param {import('../pure/trace-steps.js').Stride} stride
   * @param {1 | -1} way
   */
  step(stride, way) {
    if (!this.follows && way > 0) this.#layOut();
    const from = this.follows ? (this.rows.points.at(-1)?.place ?? 0) + (way < 0 ? 0 : 1) : this.place;
    const next = stepFrom(this.rows.points, from, stride, way);
    if (next) this.select(next);
    return next;
  }

  /** @param {Partial<import('../pure/trace-rows.js').Filter>} change */
  narrow(change) {
    Object.assign(this.filter, change);
    this.refresh();
  }

  /** @param {{ member?: string, isTable?: boolean }} change */
  show(change) {
    Object.assign(this, change);
    this.#tell();
  }

  /** @param {import('../pure/trace-address.js').Place} place */
  goTo(place) {
    this.filter = { member: place.only, type: place.type, transfer: place.transfer, chatter: place.chatter, wall: place.wall };
    this.member = place.member ?? this.member;
    this.isTable = place.table;
    this.#awaited = place.at;
    this.follows = !place.at;
    this.moment = null;
    this.refresh();
  }

  /**
   * Where a link leads that shows this event, or now.
   * @param {Point | null} point
   * @param {boolean} alone without the piece of the past that it stands in, which takes a while to find
   */
  address(point = this.moment, alone = false) {
    const { member, filter, isTable } = this;
    const at = this.#awaited ?? (point && (point !== this.moment || !this.follows) ? { member: point.member, seq: point.step.seq } : null);
    return addressOf({
      at, from: at && point && !alone ? this.#context(point) : null, member, only: filter.member ?? null, type: filter.type ?? null,
      transfer: filter.transfer ?? null, chatter: Boolean(filter.chatter), wall: Boolean(filter.wall), table: isTable,
    });
  }

  refresh() {
    this.#layOut();
    this.#tell();
  }

  /** @param {Point} point */
  #context(point) {
    const { trace } = this;
    const begin = Math.max(0, point.place - CONTEXT);
    return Object.fromEntries((trace?.members ?? []).flatMap((member) => {
      const lane = trace?.lane(member) ?? [];
      let at = knownFrom(lane, lowerBound(lane, (each) => each.place >= begin));
      while (at < lane.length && !Number.isInteger(lane[at]?.step.seq)) at++;
      const first = lane[at];
      return first ? [[member, first.step.seq]] : [];
    }));
  }

  #schedule() {
    if (this.#due) return;
    this.#due = setTimeout(() => {
      this.#due = 0;
      // Who scrubs is not held up by what comes meanwhile.
      if (!this.follows && performance.now() - this.#movedAt < REPLAY_GAP_MILLIS) this.#schedule();
      else this.refresh();
    }, this.follows || this.#awaited ? LIVE_GAP_MILLIS : REPLAY_GAP_MILLIS);
  }

  #layOut() {
    const { trace } = this;
    if (!trace) return;
    const filter = JSON.stringify(this.filter);
    trace.orderBy(Boolean(this.filter.wall));
    const changed = trace.takeChanged();
    if (this.filter.transfer) {
      this.rows = layOut(trace.order, this.filter);
      this.#layout = null;
    } else {
      const isNew = !this.#layout || filter !== this.#laidOut;
      if (isNew) this.#layout = new Layout({ ...this.filter });
      this.rows = /** @type {Layout} */ (this.#layout).update(trace.order, isNew ? 0 : changed);
    }
    this.#laidOut = filter;
    this.member ??= trace.members[0] ?? null;
    if (!this.#awaited) return;
    const found = trace.find(this.#awaited.member, this.#awaited.seq);
    if (!found) return;
    this.moment = found;
    this.#awaited = null;
  }
}
