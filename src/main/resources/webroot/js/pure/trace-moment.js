// What the members were doing at a moment of the past, as far as their events tell.
import { isEvidence } from './message-types.js';
import { lowerBound } from './lower-bound.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace.js').Trace} Trace */
/** What a member has heard of a peer: of the messages that count the newest, the newest that is an event, and since when it says that the peer is silent. @typedef {{ member: string, counts: Point | null, last: Point | null, lost: Point | null }} Hearing */
/** @typedef {{ claim: Wire.Timestamp, since: Point, entered: Point | null }} Claim */
/** `carried` are the members whose promise came with the block for which they have voted before. @typedef {{ ballot: Wire.Ballot, height: number, since: Point, promised: string[], voted: string[], carried: string[] }} Ballot */
/**
 * @typedef {{
 *   member: string, time: number, millis: number, height: number | null, committed: number | null, state: string | null, away: Point | null,
 *   claim: Claim | null, ballot: Ballot | null, promised: Wire.Ballot | null, accepted: Wire.Ballot | null, logged: number | null, hearings: Hearing[],
 * }} Moment
 */

/** Among so many messages of a peer the one that let a member in is looked for: the answer must be there within a frame. */
const FARTHEST = 2000;
/** Messages of a peer have growing times: if none of the newest is later than a request, none is. */
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
  const claim = claimOf(past);
  return {
    member,
    time: here?.step.time ?? 0,
    millis: here?.millis ?? 0,
    height: numberOf(past.last('block')),
    committed: numberOf(past.last('committed')),
    state: past.last('state')?.step.state ?? null,
    away: reach?.step.kind === 'unreachable' ? reach : null,
    claim,
    ballot: ballotOf(past, lane, member),
    promised: past.last('promised')?.step.ballot ?? null,
    accepted: past.last('accepted')?.step.ballot ?? null,
    logged: past.last('executed')?.step.logged ?? null,
    hearings: trace.members.filter((each) => each !== member).map((peer) => hearingOf(past, peer, claim)),
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
   * @param {number} farthest
   */
  newest(key, has, farthest = FARTHEST) {
    const list = this.#trace.ofKind(this.#member, key);
    const end = this.end(list);
    return list.slice(Math.max(0, end - farthest), end).findLast(({ step }) => has(step)) ?? null;
  }
}

/** @param {(Point | null)[]} points of one member */
const latest = (...points) => points.reduce((one, other) => ((other?.index ?? -1) > (one?.index ?? -1) ? other : one), null);

/** @param {Point | null} point */
const numberOf = (point) => point?.step.height ?? null;

/**
 * The request that the member has not ended, and its entry if it is inside.
 * @param {Past} past
 * @returns {Claim | null}
 */
function claimOf(past) {
  const [claimed, entered] = [past.last('claimed'), past.last('entered')];
  const ended = latest(past.last('left'), past.last('withdrawn'), past.newest('state', ({ state }) => state === 'starting'));
  const since = latest(claimed, entered, ended);
  if (!since || since === ended) return null;
  const inside = since === entered ? entered : null;
  // The request itself may have been made before the events that are known.
  const request = claimed && claimed.index > (ended?.index ?? -1) ? claimed : inside;
  const claim = (inside ?? claimed)?.step.claim;
  return request && claim ? { claim, since: request, entered: inside } : null;
}

/**
 * @param {Past} past
 * @param {string} peer
 * @param {Claim | null} claim
 * @returns {Hearing}
 */
function hearingOf(past, peer, claim) {
  const key = `received ${peer}`;
  const known = claim?.entered?.step.evidence?.find(({ member }) => member === peer);
  const counts = claim && past.newest(key, (step) => (known ? isEvidence(step, known) : isLater(step, peer, claim.claim)), known ? FARTHEST : NEWEST);
  const lost = past.newest('peer_lost', ({ member }) => member === peer);
  const found = past.newest('peer_found', ({ member }) => member === peer);
  return { member: peer, counts, last: past.last(key), lost: latest(lost, found) === lost ? lost : null };
}

/**
 * Timestamps are ordered by time, then by member (Lamport 1978, rule 5 asks for a message that is later than the claim).
 * @param {Wire.Step} step
 * @param {string} peer
 * @param {Wire.Timestamp} claim
 */
function isLater({ message_time: time = 0 }, peer, claim) {
  return time > claim.time || (time === claim.time && peer > claim.member);
}

/**
 * The ballot that the member leads: who has promised, and who has voted.
 * @param {Past} past
 * @param {Point[]} lane
 * @param {string} member
 * @returns {Ballot | null}
 */
function ballotOf(past, lane, member) {
  const since = latest(past.last('proposed'), past.last('round_over'));
  const { ballot, height } = since?.step ?? {};
  if (!since || !ballot || since.step.kind === 'round_over') return null;
  const promised = new Set();
  const voted = new Set();
  const carried = new Set();
  for (const { step } of lane.slice(since.index, past.end(lane))) {
    if (step.ballot?.round !== ballot.round || step.ballot.member !== ballot.member) continue;
    if (step.kind === 'promised') promised.add(member);
    if (step.kind === 'accepted') voted.add(member);
    if (step.kind === 'received' && step.type === 'promise') promised.add(step.from);
    if (step.kind === 'received' && step.type === 'promise' && step.block) carried.add(step.from);
    if (step.kind === 'received' && step.type === 'accepted') voted.add(step.from);
  }
  return { ballot, height: height ?? 0, since, promised: [...promised].sort(), voted: [...voted].sort(), carried: [...carried].sort() };
}

/**
 * All open claims, first come first: by time, then by member.
 * @param {Moment[]} moments of all members
 */
export function queueOf(moments) {
  return moments.flatMap(({ claim }) => (claim ? [claim] : []))
    .sort(({ claim: one }, { claim: other }) => one.time - other.time || (one.member < other.member ? -1 : 1));
}
