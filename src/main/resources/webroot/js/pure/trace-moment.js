// What the members were doing at a moment of the past: the states that they have told, and the events to which these lead.
import { lowerBound } from './lower-bound.js';
import { stateAt } from './member-state.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace.js').Trace} Trace */
/** A peer as the member knows it: what it has believed last, the event of that message if it is one, its newest message that is an event, and since when it says that the peer is silent. @typedef {{ member: string, heard: Wire.HeardState | null, receipt: Point | null, last: Point | null, lost: Point | null }} Hearing */
/**
 * `since` is the event that began the ballot that the member leads.
 * @typedef {{ member: string, time: number, millis: number, now: Wire.MemberState, state: string | null, away: Point | null, since: Point | null, hearings: Hearing[] }} Moment
 */

/** Among so many of the newest messages of a peer the one that was believed last is looked for. */
const NEWEST = 20;

/**
 * @param {Trace} trace
 * @param {string} member
 * @param {number} place of the moment in the order
 * @returns {Moment}
 */
export function momentOf(trace, member, place) {
  const lane = trace.lane(member);
  const past = new Past(trace, member, place);
  const here = lane[past.end(lane) - 1] ?? null;
  const reach = latest(past.last('unreachable'), past.last('live'));
  const told = trace.ofKind(member, 'now');
  const now = stateAt(told, past.end(told));
  return {
    member,
    time: here?.step.time ?? 0,
    millis: here?.millis ?? 0,
    now,
    state: past.last('state')?.step.state ?? null,
    away: reach?.step.kind === 'unreachable' ? reach : null,
    since: past.last('proposed'),
    hearings: trace.members.filter((each) => each !== member).map((peer) => hearingOf(past, peer, now.heard?.[peer] ?? null)),
  };
}

/** What a member had done up to a moment, found by position and not by going through it. */
class Past {
  #trace;
  #member;
  #place;

  /**
   * @param {Trace} trace
   * @param {string} member
   * @param {number} place
   */
  constructor(trace, member, place) {
    this.#trace = trace;
    this.#member = member;
    this.#place = place;
  }

  /** @param {Point[]} list how many of it are not after the moment */
  end(list) {
    return lowerBound(list, (point) => point.place > this.#place);
  }

  /** @param {string} key a kind, or `received` and a peer */
  last(key) {
    const list = this.#trace.ofKind(this.#member, key);
    return list[this.end(list) - 1] ?? null;
  }

  /**
   * The newest one that has the property.
   * @param {string} key
   * @param {(step: Wire.Step) => boolean} has
   */
  newest(key, has) {
    const list = this.#trace.ofKind(this.#member, key);
    const end = this.end(list);
    return list.slice(Math.max(0, end - NEWEST), end).findLast(({ step }) => has(step)) ?? null;
  }
}

/** @param {(Point | null)[]} points of one member */
const latest = (...points) => points.reduce((one, other) => ((other?.index ?? -1) > (one?.index ?? -1) ? other : one), null);

/**
 * @param {Past} past
 * @param {string} peer
 * @param {Wire.HeardState | null} heard
 * @returns {Hearing}
 */
function hearingOf(past, peer, heard) {
  const key = `received ${peer}`;
  const lost = past.newest('peer_lost', ({ member }) => member === peer);
  const found = past.newest('peer_found', ({ member }) => member === peer);
  return {
    member: peer, heard, receipt: heard && past.newest(key, ({ message_time: time }) => time === heard.time),
    last: past.last(key), lost: latest(lost, found) === lost ? lost : null,
  };
}
