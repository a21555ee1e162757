// What the members were doing at a moment of the past, as far as their events tell.
import { isEvidence } from './message-types.js';
import { lowerBound } from './trace.js';

/** @typedef {import('./trace.js').Point} Point */
/** @typedef {import('./trace.js').Trace} Trace */
/** What a member has heard of a peer: of the messages that count the newest, and when it heard anything at all. @typedef {{ member: string, counts: Point | null, last: Point | null }} Hearing */
/** @typedef {{ claim: Wire.Timestamp, since: Point, entered: Point | null }} Claim */
/** @typedef {{ ballot: Wire.Ballot, height: number, since: Point, promised: string[], voted: string[] }} Ballot */
/**
 * @typedef {{
 *   member: string, time: number, millis: number, height: number | null, committed: number | null, state: string | null, away: Point | null,
 *   claim: Claim | null, ballot: Ballot | null, promised: Wire.Ballot | null, accepted: Wire.Ballot | null, logged: number | null, hearings: Hearing[],
 * }} Moment
 */

/** What is older is not looked for: the answer must be there within a frame. */
const FARTHEST = 6000;

/**
 * @param {Trace} trace
 * @param {string} member
 * @param {number} place of the moment in the order
 * @returns {Moment}
 */
export function momentOf(trace, member, place) {
  const lane = trace.lane(member);
  const end = lowerBound(lane, (point) => point.place > place);
  const past = lane.slice(Math.max(0, end - FARTHEST), end);
  /** @param {(step: Wire.Step) => boolean} is */
  const last = (is) => past.findLast(({ step }) => is(step)) ?? null;
  /** @param {string} kind */
  const lastOf = (kind) => last((step) => step.kind === kind);
  const reach = last(({ kind }) => kind === 'unreachable' || kind === 'live');
  const claim = claimOf(past);
  return {
    member,
    time: last(({ kind }) => kind !== 'gap' && kind !== 'unreachable' && kind !== 'live')?.step.time ?? 0,
    millis: past.at(-1)?.millis ?? 0,
    height: numberOf(lastOf('block')),
    committed: numberOf(lastOf('committed')),
    state: lastOf('state')?.step.state ?? null,
    away: reach?.step.kind === 'unreachable' ? reach : null,
    claim,
    ballot: ballotOf(past, member),
    promised: lastOf('promised')?.step.ballot ?? null,
    accepted: lastOf('accepted')?.step.ballot ?? null,
    logged: lastOf('executed')?.step.logged ?? null,
    hearings: trace.members.filter((each) => each !== member).map((peer) => hearingOf(past, peer, claim)),
  };
}

/** @param {Point | null} point */
const numberOf = (point) => point?.step.height ?? null;

/**
 * The request that the member has not ended, and its entry if it is inside.
 * @param {Point[]} past
 * @returns {Claim | null}
 */
function claimOf(past) {
  /** @type {Point | null} */
  let entered = null;
  for (let i = past.length - 1; i >= 0; i--) {
    const point = /** @type {Point} */ (past[i]);
    const { kind, claim } = point.step;
    if (kind === 'left' || kind === 'withdrawn') return null;
    if (kind === 'state' && point.step.state === 'starting') return null;
    if (kind === 'entered') entered = point;
    if (kind === 'claimed' && claim) return { claim, since: point, entered };
  }
  return entered?.step.claim ? { claim: entered.step.claim, since: entered, entered } : null;
}

/**
 * @param {Point[]} past
 * @param {string} peer
 * @param {Claim | null} claim
 * @returns {Hearing}
 */
function hearingOf(past, peer, claim) {
  const last = past.findLast(({ step }) => step.kind === 'received' && step.from === peer) ?? null;
  const known = claim?.entered?.step.evidence?.find(({ member }) => member === peer);
  const counts = claim && past.findLast(({ step }) => step.kind === 'received' && step.from === peer
    && (known ? isEvidence(step, known) : isLater(step, peer, claim.claim)));
  return { member: peer, counts: counts ?? null, last };
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
 * @param {Point[]} past
 * @param {string} member
 * @returns {Ballot | null}
 */
function ballotOf(past, member) {
  const start = past.findLastIndex(({ step }) => step.kind === 'proposed' || step.kind === 'round_over');
  const since = past[start];
  const { ballot, height } = since?.step ?? {};
  if (!since || !ballot || since.step.kind === 'round_over') return null;
  const promised = new Set();
  const voted = new Set();
  for (const { step } of past.slice(start)) {
    if (step.ballot?.round !== ballot.round || step.ballot.member !== ballot.member) continue;
    if (step.kind === 'promised') promised.add(member);
    if (step.kind === 'accepted') voted.add(member);
    if (step.kind === 'received' && step.type === 'promise') promised.add(step.from);
    if (step.kind === 'received' && step.type === 'accepted') voted.add(step.from);
  }
  return { ballot, height: height ?? 0, since, promised: [...promised].sort(), voted: [...voted].sort() };
}

/**
 * All open claims, first come first: by time, then by member.
 * @param {Moment[]} moments of all members
 */
export function queueOf(moments) {
  return moments.flatMap(({ claim }) => (claim ? [claim] : []))
    .sort(({ claim: one }, { claim: other }) => one.time - other.time || (one.member < other.member ? -1 : 1));
}
