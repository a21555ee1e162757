import assert from 'node:assert/strict';
import { test } from 'node:test';
import { momentOf, queueOf } from '../../main/resources/webroot/js/pure/trace-moment.js';
import { sentenceOf } from '../../main/resources/webroot/js/pure/trace-words.js';
import { oneTransfer, traceOf } from './trace-samples.js';

/**
 * @param {import('../../main/resources/webroot/js/pure/trace.js').Trace} trace
 * @param {string} member
 * @param {string} kind
 */
const placeOf = (trace, member, kind) => trace.order.find((point) => point.member === member && point.step.kind === kind)?.place ?? -1;

test('a member that waits has heard of some peers something later than its claim, and not of others', () => {
  const trace = traceOf(oneTransfer());
  const asked = momentOf(trace, 'A', placeOf(trace, 'A', 'claimed'));
  assert.deepEqual(asked.claim?.claim, { time: 1, member: 'A' });
  assert.deepEqual(asked.hearings.map(({ member, counts }) => [member, counts]), [['B', null], ['C', null]]);

  const acked = momentOf(trace, 'A', placeOf(trace, 'A', 'received'));
  assert.equal(acked.hearings[0]?.counts?.step.type, 'ack');
  assert.equal(acked.hearings[1]?.counts, null);
  assert.deepEqual(queueOf([acked]).map(({ claim }) => claim), [{ time: 1, member: 'A' }]);
});

test('a member that is inside rests on the evidence that its entry names', () => {
  const trace = traceOf(oneTransfer());
  const inside = momentOf(trace, 'A', placeOf(trace, 'A', 'entered'));
  assert.ok(inside.claim?.entered);
  assert.deepEqual(inside.hearings.map(({ counts }) => counts?.step.type), ['ack', 'heartbeat']);
  const after = momentOf(trace, 'A', Infinity);
  assert.equal(after.claim, null);
  assert.equal(after.height, 1);
  assert.equal(after.committed, 1);
});

test('of two claims the one with the lower time is first, then the one of the lower name', () => {
  const trace = traceOf({
    A: [{ kind: 'claimed', time: 9, claim: { time: 9, member: 'A' } }],
    B: [{ kind: 'claimed', time: 7, claim: { time: 7, member: 'B' } }],
    C: [{ kind: 'claimed', time: 7, claim: { time: 7, member: 'C' } }, { kind: 'withdrawn', time: 8, claim: { time: 7, member: 'C' } }],
  });
  const queue = (/** @type {number} */ place) => queueOf(trace.members.map((member) => momentOf(trace, member, place))).map(({ claim }) => claim.member);
  assert.deepEqual(queue(placeOf(trace, 'C', 'claimed')), ['B', 'C']);
  assert.deepEqual(queue(Infinity), ['B', 'A']);
});

test('a message at the time of the claim counts only from a member of a higher name', () => {
  const claim = { time: 5, member: 'B' };
  const trace = traceOf({
    A: [], C: [],
    B: [
      { kind: 'claimed', time: 5, claim },
      { kind: 'received', time: 6, from: 'A', type: 'heartbeat', message_time: 5 },
      { kind: 'received', time: 7, from: 'C', type: 'heartbeat', message_time: 5 },
    ],
  });
  const { hearings } = momentOf(trace, 'B', Infinity);
  assert.deepEqual(hearings.map(({ member, counts }) => [member, counts !== null]), [['A', false], ['C', true]]);
});

test('who leads a ballot has the promises and votes for this ballot, its own with them', () => {
  const ballot = { round: 3, member: 'A' };
  const old = { round: 2, member: 'A' };
  const trace = traceOf({
    A: [
      { kind: 'proposed', time: 1, ballot, height: 4 },
      { kind: 'promised', time: 1, ballot, height: 4 },
      { kind: 'received', time: 2, from: 'C', type: 'promise', ballot: old },
      { kind: 'received', time: 3, from: 'B', type: 'promise', ballot },
      { kind: 'accepted', time: 4, ballot, height: 4, hash: 'ab' },
      { kind: 'round_over', time: 5, ballot, height: 4, result: 'chosen' },
    ],
    B: [], C: [],
  });
  const led = momentOf(trace, 'A', placeOf(trace, 'A', 'accepted')).ballot;
  assert.deepEqual(led?.promised, ['A', 'B']);
  assert.deepEqual(led?.voted, ['A']);
  assert.equal(momentOf(trace, 'A', Infinity).ballot, null);
});

test('events are told in sentences, and a kind of a later version by its name', () => {
  const said = traceOf(oneTransfer()).order.map(sentenceOf);
  assert.ok(said.includes('A enters the critical section with (1, A), because it heard ack 3 from B and heartbeat 2 from C.'));
  assert.ok(said.includes('A sends release for (1, A) with block #1 to C.'));
  assert.ok(said.includes('A answers the client of transfer …2f1a0b: committed.'));
  assert.deepEqual(traceOf({ A: [{ kind: 'teleported', time: 1 }] }).order.map(sentenceOf), ['A teleported.']);
});

test('a promise that carries a block says which block must be proposed again', () => {
  const ballot = { round: 3, member: 'A' };
  const trace = traceOf({
    A: [
      { kind: 'proposed', time: 1, ballot, height: 2 },
      { kind: 'promised', time: 1, ballot, height: 2 },
      { kind: 'received', time: 4, from: 'C', type: 'promise', message: 'C1', message_time: 3, ballot, block: 2 },
      { kind: 'received', time: 5, from: 'B', type: 'promise', message: 'B1', message_time: 3, ballot },
    ],
    B: [],
    C: [],
  });
  const moment = momentOf(trace, 'A', Infinity);
  assert.deepEqual(moment.ballot?.promised, ['A', 'B', 'C']);
  assert.deepEqual(moment.ballot?.carried, ['C']);
});
