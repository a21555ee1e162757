// Traces that several tests start from.
import { Trace } from '../../main/resources/webroot/js/pure/trace.js';

/** @typedef {Omit<Wire.Step, 'seq'>} Told a step whose number follows from its place */

/**
 * Each member's steps are numbered from 1, and have a wall clock that says nothing.
 * @param {Record<string, Told[]>} told
 */
export const steps = (told) => Object.fromEntries(Object.entries(told).map(([member, all]) => [
  member, all.map((step, i) => ({ seq: i + 1, at: '2026-01-01T12:00:00.000Z', ...step })),
]));

/** @param {Record<string, Told[]>} told */
export function traceOf(told) {
  const trace = new Trace(Object.keys(told));
  for (const [member, all] of Object.entries(steps(told))) trace.add(member, all);
  return trace;
}

const claim = { time: 1, member: 'A' };
export const ID = '018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b';

/**
 * One transfer of A in Lamport mode: eight messages, two of which are reports of disks. C's heartbeat, and not its
 * ack, lets A in.
 * @returns {Record<string, Told[]>}
 */
export const oneTransfer = () => ({
  A: [
    { kind: 'requested', time: 0, id: ID },
    { kind: 'claimed', time: 1, claim },
    { kind: 'sent', time: 1, to: 'B', type: 'request', message: 'A1', message_time: 1, claim },
    { kind: 'sent', time: 1, to: 'C', type: 'request', message: 'A2', message_time: 1, claim },
    { kind: 'received', time: 4, from: 'B', type: 'ack', message: 'B1', message_time: 3, claim },
    { kind: 'received', time: 4, from: 'C', type: 'heartbeat', message: 'C1', message_time: 2 },
    { kind: 'entered', time: 4, claim, evidence: [{ member: 'B', type: 'ack', time: 3 }, { member: 'C', type: 'heartbeat', time: 2 }] },
    { kind: 'block', time: 5, height: 1, hash: 'abcdef0123456789', proposer: 'A', transfers: 1 },
    { kind: 'left', time: 5, claim },
    { kind: 'sent', time: 5, to: 'B', type: 'release', message: 'A3', message_time: 5, claim, block: 1 },
    { kind: 'sent', time: 5, to: 'C', type: 'release', message: 'A4', message_time: 5, claim, block: 1 },
    { kind: 'received', time: 5, from: 'C', type: 'ack', message: 'C2', message_time: 3, claim },
    { kind: 'received', time: 8, from: 'B', type: 'durable', message: 'B2', message_time: 7 },
    { kind: 'committed', time: 8, height: 1 },
    { kind: 'answered', time: 8, id: ID, outcome: 'committed' },
  ],
  B: [
    { kind: 'received', time: 2, from: 'A', type: 'request', message: 'A1', message_time: 1, claim },
    { kind: 'sent', time: 3, to: 'A', type: 'ack', message: 'B1', message_time: 3, claim },
    { kind: 'received', time: 6, from: 'A', type: 'release', message: 'A3', message_time: 5, claim, block: 1 },
    { kind: 'block', time: 6, height: 1, hash: 'abcdef0123456789', proposer: 'A', transfers: 1 },
    { kind: 'sent', time: 7, to: 'A', type: 'durable', message: 'B2', message_time: 7 },
  ],
  C: [
    { kind: 'received', time: 2, from: 'A', type: 'request', message: 'A2', message_time: 1, claim },
    { kind: 'sent', time: 2, to: 'A', type: 'heartbeat', message: 'C1', message_time: 2 },
    { kind: 'sent', time: 3, to: 'A', type: 'ack', message: 'C2', message_time: 3, claim },
    { kind: 'received', time: 6, from: 'A', type: 'release', message: 'A4', message_time: 5, claim, block: 1 },
    { kind: 'block', time: 6, height: 1, hash: 'abcdef0123456789', proposer: 'A', transfers: 1 },
    { kind: 'sent', time: 7, to: 'B', type: 'heartbeat', message: 'C3', message_time: 7 },
  ],
});
