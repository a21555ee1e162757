import assert from 'node:assert/strict';
import { test } from 'node:test';
import { knownFrom } from '../../main/resources/webroot/js/pure/member-state.js';
import { momentOf } from '../../main/resources/webroot/js/pure/trace-moment.js';
import { sentenceOf } from '../../main/resources/webroot/js/pure/trace-words.js';
import { oneTransfer, traceOf } from './trace-samples.js';

/**
 * @param {import('../../main/resources/webroot/js/pure/trace.js').Trace} trace
 * @param {string} member
 * @param {string} kind
 */
const placeOf = (trace, member, kind) => trace.order.find((point) => point.member === member && point.step.kind === kind)?.place ?? -1;

/** @type {Wire.MemberState} */
const whole = {
  whole: true, clock: 4, incarnation: 2, height: 3, durable: 3, committed: 2, claim: { time: 4, member: 'A' }, place: 'waiting',
  queue: [{ time: 4, member: 'A' }], heard: { C: { time: 2, height: 3, durable: 3 } },
};

test('the state at a moment is the last whole one and what has changed since', () => {
  const trace = traceOf({
    A: [
      { kind: 'block', time: 3, now: { height: 3 } },
      { kind: 'claimed', time: 4, now: whole },
      { kind: 'received', time: 7, from: 'B', type: 'ack', message_time: 6, now: { clock: 7, heard: { B: { time: 6, height: 3, durable: 3, allows: true } } } },
      { kind: 'timer', time: 7, what: 'resend' },
      { kind: 'entered', time: 9, now: { clock: 9, place: 'inside' } },
    ],
    B: [], C: [],
  });
  const acked = momentOf(trace, 'A', placeOf(trace, 'A', 'received'));
  assert.deepEqual(acked.now.queue, whole.queue);
  assert.equal(acked.now.place, 'waiting');
  assert.deepEqual(acked.hearings.map(({ member, heard, receipt }) => [member, heard?.allows ?? false, receipt?.step.type]), [['B', true, 'ack'], ['C', false, undefined]]);
  assert.deepEqual(momentOf(trace, 'A', placeOf(trace, 'A', 'timer')).now, acked.now);
  assert.equal(momentOf(trace, 'A', Infinity).now.place, 'inside');
});

test('a piece of the past begins where the state of a member is told whole', () => {
  const { order } = traceOf({ A: [{ kind: 'left', time: 1 }, { kind: 'claimed', time: 4, now: whole }, ...[5, 6, 7].map((time) => ({ kind: 'timer', time, now: { clock: time } }))] });
  assert.deepEqual([0, 1, 2, 4, 5].map((at) => knownFrom(order, at)), [0, 1, 1, 1, 1]);
  assert.equal(knownFrom([], 0), 0);
});

test('a state that is told only in part is shown in part', () => {
  const trace = traceOf({ A: [{ kind: 'block', time: 3, now: { height: 3 } }], B: [] });
  assert.deepEqual(momentOf(trace, 'A', Infinity).now, { height: 3, heard: {} });
  assert.deepEqual(momentOf(trace, 'B', Infinity).now, { heard: {} });
});

test('what a peer had said is void when the member says so, and after its own restart', () => {
  const restarted = { whole: true, clock: 9, height: 3 };
  const trace = traceOf({
    A: [
      { kind: 'claimed', time: 4, now: whole },
      { kind: 'received', time: 5, from: 'C', type: 'hello', now: /** @type {any} */ ({ heard: { C: null } }) },
      { kind: 'state', time: 9, state: 'joining', now: restarted },
    ],
    C: [],
  });
  assert.deepEqual(momentOf(trace, 'A', placeOf(trace, 'A', 'received')).now.heard, {});
  assert.deepEqual(momentOf(trace, 'A', Infinity).now, { ...restarted, heard: {} });
});

test('events are told in sentences, and a kind of a later version by its name', () => {
  const said = traceOf(oneTransfer()).order.map(sentenceOf);
  assert.ok(said.includes('A enters the critical section with (1, A), because it heard ack 3 from B and heartbeat 2 from C.'));
  assert.ok(said.includes('A sends release for (1, A) with block #1 to C.'));
  assert.ok(said.includes('A answers the client of transfer …2f1a0b: committed.'));
  assert.deepEqual(traceOf({ A: [{ kind: 'teleported', time: 1 }] }).order.map(sentenceOf), ['A teleported.']);
});
