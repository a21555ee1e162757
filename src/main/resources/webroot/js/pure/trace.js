// The events of all members in one order that respects causality: what a member does after what it did before, and
// what is received after it was sent. Of concurrent events the one with the lower Lamport time comes first.
import { evidenceOf } from './evidence.js';
import { KindIndex } from './kind-index.js';
import { lowerBound } from './lower-bound.js';
import { MessageEnds } from './message-ends.js';
import { isChatter, isMessage } from './message-types.js';
import { isBefore, logicalOf } from './point-order.js';

/**
 * One event, and its place. `logical` is the Lamport time, but never before what caused the event: a clock may begin
 * anew with its member, and a heartbeat need not move it. If the events are ordered by wall clock, it is the wall clock in
 * milliseconds, held back in the same way: the clocks of two members differ, and may be set.
 * @typedef {{
 *   step: Wire.Step, member: string, lane: number, index: number, place: number, logical: number, millis: number,
 *   sender: Point | null, receivers: Point[], evidence: boolean,
 * }} Point
 */

/** Together, of all members. */
const MOST_POINTS = 200_000;
const CHATTER_KEPT = 20_000;

export class Trace {
  /** In the order of the configuration. @type {string[]} */
  members;
  /** Counts changes, so that who looks at the trace knows when to look again. */
  version = 0;

  /** Causes first, as far as it is not dirty. @type {Point[]} */
  #order = [];
  /** By lane, ascending numbers. @type {Point[][]} */
  #lanes;
  #ends = new MessageEnds();
  /** From here on the order must be made anew. */
  #dirty = 0;
  #isDirty = false;
  /** From here on the order, or what is to be seen of it, is not as it was when somebody last asked. */
  #changed = 0;
  /** By lane; made when somebody asks. @type {KindIndex[]} */
  #kinds = [];
  #most;
  #isByWall = false;

  /** @param {string[]} members */
  constructor(members, most = MOST_POINTS) {
    this.members = members;
    this.#lanes = members.map(() => []);
    this.#most = most;
  }

  /**
   * All events, causes first. History comes in many batches, one member after the other: the order is made when
   * somebody looks.
   */
  get order() {
    this.#arrange();
    if (this.#order.length > this.#most) this.#forget();
    return this.#order;
  }

  /** @param {boolean} isByWall whether concurrent events are ordered by wall clock, and not by Lamport time */
  orderBy(isByWall) {
    if (isByWall === this.#isByWall) return;
    this.#isByWall = isByWall;
    this.#dirty = 0;
    this.#isDirty = true;
    this.version++;
  }

  /** The first place that is not as it was at the last call. */
  takeChanged() {
    const { length } = this.order;
    const changed = Math.min(this.#changed, length);
    this.#changed = length;
    return changed;
  }

  /** @param {string} member its events, in their order */
  lane(member) {
    this.#arrange();
    return this.#lanes[this.members.indexOf(member)] ?? [];
  }

  /**
   * The events of a member of one kind, in their order; those that were received also by sender, as `received B`.
   * @param {string} member
   * @param {string} key
   * @returns {Point[]}
   */
  ofKind(member, key) {
    return (this.#kinds[this.members.indexOf(member)] ??= new KindIndex()).list(this.lane(member), key);
  }

  /** @param {string} member the number behind the newest event of the member, from which to go on */
  next(member) {
    const last = this.lane(member).findLast(({ step }) => Number.isInteger(step.seq));
    return last ? (last.step.kind === 'gap' ? Number(last.step.to) : last.step.seq) + 1 : null;
  }

  /**
   * The event of a member with this number, or the first one after it.
   * @param {string} member
   * @param {number} seq
   */
  find(member, seq) {
    const lane = this.lane(member);
    return lane[lowerBound(lane, (point) => point.step.seq >= seq)] ?? null;
  }

  /**
   * Events that are known already are left out. Members that the cluster does not have are, too.
   * @param {string} member
   * @param {Wire.Step[]} steps
   */
  add(member, steps) {
    const number = this.members.indexOf(member);
    const lane = this.#lanes[number];
    if (!lane) return;
    for (const step of steps) this.#insert(lane, number, member, step);
    this.version++;
  }

  /**
   * Takes away what comes behind these numbers.
   * @param {Record<string, number>} ends by member
   */
  cut(ends) {
    this.#arrange();
    this.#lanes.forEach((lane, number) => {
      const end = ends[this.members[number] ?? ''] ?? 0;
      const keep = lowerBound(lane, (point) => point.step.seq > end);
      if (keep === lane.length) return;
      this.#kinds[number]?.inserted(keep);
      for (const point of lane.splice(keep)) this.#disconnect(point);
    });
    this.version++;
  }

  /** @param {Point} point */
  #disconnect(point) {
    this.#isDirty = true;
    this.#dirty = Math.min(this.#dirty, point.place);
    this.#ends.disconnect(point);
    if (point.sender) point.sender.receivers = point.sender.receivers.filter((each) => each !== point);
    for (const receipt of point.receivers) receipt.sender = null;
  }

  /**
   * @param {Point[]} lane
   * @param {number} number
   * @param {string} member
   * @param {Wire.Step} step
   */
  #insert(lane, number, member, step) {
    const index = lowerBound(lane, (each) => each.step.seq >= step.seq);
    if (lane[index]?.step.seq === step.seq) return;
    /** @type {Point} */
    const point = {
      step, member, lane: number, index, place: -1, logical: 0, millis: step.at ? Date.parse(step.at) : (lane[index - 1]?.millis ?? 0),
      sender: null, receivers: [], evidence: false,
    };
    lane.splice(index, 0, point);
    this.#kinds[number]?.inserted(index);
    for (let i = index + 1; i < lane.length; i++) /** @type {Point} */ (lane[i]).index = i;
    const logical = logicalOf(point, lane[index - 1], this.#isByWall);
    this.#isDirty = true;
    const next = lane[index + 1];
    this.#dirty = Math.min(this.#dirty, lowerBound(this.#order, (each) => each.logical >= logical), next && next.place >= 0 ? next.place : Infinity);
    this.#ends.connect(point, (send, receipt) => this.#join(send, receipt));
  }

  /**
   * @param {Point} send
   * @param {Point} receipt
   */
  #join(send, receipt) {
    send.receivers.push(receipt);
    receipt.sender = send;
    if (receipt.place >= 0) this.#dirty = Math.min(this.#dirty, receipt.place);
  }

  /**
   * Merges the lanes from the first place on that is not right any more. The next event is the one with the lowest
   * time of those whose causes are in place; a receipt waits for its message if that is known.
   */
  #arrange() {
    if (!this.#isDirty) return;
    this.#isDirty = false;
    this.#changed = Math.min(this.#changed, this.#dirty);
    const cursors = this.#lanes.map((lane) => lane.length);
    for (let place = this.#order.length - 1; place >= this.#dirty; place--) {
      const point = /** @type {Point} */ (this.#order[place]);
      point.place = -1;
    }
    this.#order.length = this.#dirty;
    this.#lanes.forEach((lane, number) => {
      cursors[number] = lowerBound(lane, (point) => point.place < 0);
    });
    for (;;) {
      const point = this.#earliest(cursors);
      if (!point) break;
      cursors[point.lane] = point.index + 1;
      point.place = this.#order.length;
      this.#order.push(point);
      if (point.step.kind === 'entered') this.#markEvidence(point);
    }
    this.#dirty = this.#order.length;
  }

  /** @param {number[]} cursors */
  #earliest(cursors) {
    /** @type {Point | null} */
    let best = null;
    /** @type {Point | null} */
    let stuck = null;
    for (let number = 0; number < this.#lanes.length; number++) {
      const lane = /** @type {Point[]} */ (this.#lanes[number]);
      const point = lane[/** @type {number} */ (cursors[number])];
      if (!point) continue;
      point.logical = logicalOf(point, lane[point.index - 1], this.#isByWall);
      if (point.sender && point.sender.place < 0) stuck = stuck && isBefore(stuck, point) ? stuck : point;
      else if (!best || isBefore(point, best)) best = point;
    }
    // Numbers that were given out twice could make a circle; a trace is shown nevertheless.
    return best ?? stuck;
  }

  /** @param {Point} entry */
  #markEvidence(entry) {
    for (const each of evidenceOf(/** @type {Point[]} */ (this.#lanes[entry.lane]), entry)) {
      if (each.evidence) continue;
      each.evidence = true;
      this.#changed = Math.min(this.#changed, each.place);
    }
  }

  /** Old chatter goes first; when there is none, the oldest events of all. */
  #forget() {
    const border = this.#order.length - CHATTER_KEPT;
    let kept = this.#order.filter(({ step, place, evidence }) => place >= border || evidence || !(isMessage(step) && isChatter(step.type)));
    if (kept.length > 0.8 * this.#most) kept = kept.slice(-Math.floor(0.7 * this.#most));
    const lanes = this.members.map(() => /** @type {Wire.Step[]} */ ([]));
    for (const { lane, step } of kept) lanes[lane]?.push(step);
    this.#order = [];
    this.#lanes = this.members.map(() => []);
    this.#kinds = [];
    this.#ends = new MessageEnds();
    this.#dirty = 0;
    lanes.forEach((steps, number) => {
      const member = /** @type {string} */ (this.members[number]);
      for (const step of steps) this.#insert(/** @type {Point[]} */ (this.#lanes[number]), number, member, step);
    });
    this.#arrange();
  }
}
