// How far a transfer has come, and when, from the events of the members: asked, requested, entered, on a block, on k of
// n disks, committed, answered.
import { transfersOf } from './trace-words.js';

/** @typedef {import('./trace.js').Point} Point */
/** `point` is null for what has not happened, or is not among the events that are known. @typedef {{ name: string, title: string, point: Point | null, note: string }} Stage */

/**
 * @param {import('./trace.js').Trace} trace
 * @param {string} member whose client asked
 * @param {string} id of the transfer
 * @param {Wire.Status['protocol']} protocol
 * @param {number | null} height of its block, when that is known
 * @returns {Stage[]}
 */
export function stagesOf(trace, member, id, protocol, height) {
  const lane = trace.lane(member);
  const start = lane.findIndex(({ step }) => step.kind === 'requested' && transfersOf(step).includes(id));
  if (start < 0) return [];
  const asked = /** @type {Point} */ (lane[start]);
  const later = lane.slice(start);
  const block = blockOf(later, member, height, protocol);
  const until = block?.index ?? Infinity;
  /** @type {(kind: string) => Point | null} */
  const before = (kind) => later.findLast(({ step, index }) => step.kind === kind && index <= until) ?? null;
  const committed = block && (later.find(({ step }) => step.kind === 'committed' && Number(step.height) >= Number(block.step.height)) ?? null);
  const answered = later.find(({ step }) => step.kind === 'answered' && transfersOf(step).includes(id)) ?? null;
  const entered = before('entered');
  const disks = disksOf(trace, member, block);
  return [
    { name: 'asked', title: 'Asked', point: asked, note: '' },
    ...(protocol === 'lamport' ? [
      // A request that was open when the client asked serves its transfer too.
      { name: 'requested', title: 'Requested', point: before('claimed') ?? claimBefore(lane, start, entered), note: '' },
      { name: 'entered', title: 'Entered', point: entered, note: '' },
    ] : [{ name: 'executed', title: 'Executed', point: later.find(({ step }) => step.kind === 'executed') ?? null, note: 'on this member’s disk' }]),
    { name: 'block', title: 'On block', point: block, note: block ? `#${block.step.height}` : '' },
    { name: 'disks', title: `On ${disks.length} of ${trace.members.length} disks`, point: disks.at(-1) ?? null, note: disks.map((each) => each.member).join(', ') },
    { name: 'committed', title: 'Committed', point: committed, note: '' },
    { name: 'answered', title: 'Answered', point: answered, note: answered ? String(answered.step.outcome ?? '') : '' },
  ];
}

/**
 * @param {Point[]} later what the member did since it was asked
 * @param {string} member
 * @param {number | null} height
 * @param {Wire.Status['protocol']} protocol
 */
function blockOf(later, member, height, protocol) {
  const own = later.find(({ step }) => step.kind === 'block' && (height === null ? step.proposer === member && protocol === 'lamport' : step.height === height));
  return own ?? null;
}

/**
 * @param {Point[]} lane
 * @param {number} start
 * @param {Point | null} entered
 */
function claimBefore(lane, start, entered) {
  const claim = entered?.step.claim;
  return claim ? (lane.slice(0, start).findLast(({ step }) => step.kind === 'claimed' && step.claim?.time === claim.time) ?? null) : null;
}

/**
 * Only what proves it counts. A member journals its block before it sends it, and its vote with the block before it
 * says so; the others report a block when it is on their disks, and a later report covers it too.
 * @param {import('./trace.js').Trace} trace
 * @param {string} member
 * @param {Point | null} block
 */
function disksOf(trace, member, block) {
  if (!block) return [];
  const height = block.step.height;
  return trace.members.flatMap((each) => {
    const lane = trace.lane(each);
    const vote = lane.find(({ step }) => step.kind === 'accepted' && step.height === height);
    const has = lane.findIndex(({ step }) => step.kind === 'block' && step.height === height);
    const sent = has < 0 ? null : lane.slice(has).find(({ step }) => step.kind === 'sent' && (step.type === 'durable' || (each === member && step.block === height)));
    const proof = vote ?? sent;
    return proof ? [proof] : [];
  }).sort((one, other) => one.millis - other.millis);
}
