import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trace } from '../../main/resources/webroot/js/pure/trace.js';
import { oneTransfer, steps, traceOf } from './trace-samples.js';

/** @param {Trace} trace */
const names = (trace) => trace.order.map(({ member, step }) => `${member}${step.seq}`);

/** @param {Trace} trace */
function assertCausal(trace) {
  for (const [place, point] of trace.order.entries()) {
    assert.equal(point.place, place);
    const before = trace.lane(point.member)[point.index - 1];
    if (before) assert.ok(before.place < place, `${point.member}${point.step.seq} before its predecessor`);
    if (point.sender) assert.ok(point.sender.place < place, `${point.member}${point.step.seq} before it was sent`);
  }
}

test('whatever the order in which batches come, it is one order, and causes are first', () => {
  const told = steps(oneTransfer());
  const expected = names(traceOf(oneTransfer()));
  assert.equal(expected.length, 26);
  for (let seed = 1; seed <= 200; seed++) {
    const trace = new Trace(['A', 'B', 'C']);
    const rest = structuredClone(told);
    let random = seed;
    while (Object.values(rest).some((all) => all.length)) {
      random = (random * 48271) % 2147483647;
      const member = /** @type {string} */ (['A', 'B', 'C'][random % 3]);
      trace.add(member, (rest[member] ?? []).splice(0, 1 + (random % 4)));
      assertCausal(trace);
    }
    assert.deepEqual(names(trace), expected);
  }
});

test('an event that comes twice is there once, and what came late is in its place', () => {
  const told = steps(oneTransfer());
  const trace = new Trace(['A', 'B', 'C']);
  trace.add('A', (told.A ?? []).slice(5));
  trace.add('B', told.B ?? []);
  trace.add('C', told.C ?? []);
  trace.add('A', told.A ?? []);
  assert.deepEqual(names(trace), names(traceOf(oneTransfer())));
  assertCausal(trace);
});

test('a clock that begins anew does not move its member into the past', () => {
  const trace = traceOf({
    A: [{ kind: 'state', time: 90, state: 'ready' }, { kind: 'state', time: 2, state: 'starting' }, { kind: 'sent', time: 3, to: 'B', type: 'hello', message: 'A1', message_time: 3 }],
    B: [{ kind: 'state', time: 91, state: 'ready' }, { kind: 'received', time: 92, from: 'A', type: 'hello', message: 'A1', message_time: 3 }],
  });
  assertCausal(trace);
  assert.deepEqual(names(trace), ['A1', 'A2', 'A3', 'B1', 'B2']);
});

test('a heartbeat that an entry rests on is evidence, and no other', () => {
  const trace = traceOf(oneTransfer());
  const marked = trace.order.filter(({ evidence }) => evidence).map(({ member, step }) => `${member} ${step.kind} ${step.type}`);
  assert.deepEqual(marked, ['C sent heartbeat', 'B sent ack', 'A received ack', 'A received heartbeat']);
});

test('the next number is asked for behind what is known, also behind a gap', () => {
  const trace = new Trace(['A', 'B']);
  assert.equal(trace.next('A'), null);
  trace.add('A', [{ seq: 7, kind: 'committed', time: 1, height: 1 }, { seq: 7.5, kind: 'unreachable', time: 1 }]);
  assert.equal(trace.next('A'), 8);
  trace.add('A', [{ seq: 8, kind: 'gap', time: 0, to: 99 }]);
  assert.equal(trace.next('A'), 100);
  trace.add('Z', [{ seq: 1, kind: 'committed', time: 1 }]);
  assert.equal(trace.order.length, 3);
});

test('a long trace forgets chatter first, and its oldest events then', () => {
  const trace = new Trace(['A', 'B'], 30_000);
  /** @type {Wire.Step[]} */
  const chatter = Array.from({ length: 29_000 }, (_, i) => ({ seq: i + 1, kind: 'sent', type: 'heartbeat', to: 'B', time: i }));
  trace.add('A', [{ seq: 0, kind: 'block', height: 1, time: 0 }, ...chatter]);
  trace.add('B', Array.from({ length: 2000 }, (_, i) => ({ seq: i + 1, kind: 'sent', type: 'heartbeat', to: 'A', time: 29_000 + i })));
  assert.equal(trace.order[0]?.step.kind, 'block');
  assert.ok(trace.order.length < 24_000, String(trace.order.length));
  assertCausal(trace);
  trace.add('B', Array.from({ length: 20_000 }, (_, i) => ({ seq: 3000 + i, kind: 'block', height: i, time: 40_000 + i })));
  assert.ok(trace.order.length <= 30_000);
  assert.equal(trace.order.at(-1)?.step.seq, 22_999);
  assertCausal(trace);
});

test('ordered by wall clock, nothing comes before its cause, and concurrent events come as the clocks say', () => {
  const at = (/** @type {number} */ millis) => new Date(1_700_000_000_000 + millis).toISOString();
  const trace = traceOf({
    A: [
      { kind: 'sent', time: 1, at: at(50), to: 'B', type: 'request', message: 'm1', message_time: 1 },
      { kind: 'claimed', time: 9, at: at(60) },
    ],
    // Its clock is behind that of A.
    B: [
      { kind: 'received', time: 2, at: at(20), from: 'A', type: 'request', message: 'm1', message_time: 1 },
      { kind: 'left', time: 3, at: at(70) },
    ],
  });
  const kinds = () => trace.order.map(({ step }) => step.kind);
  assert.deepEqual(kinds(), ['sent', 'received', 'left', 'claimed']);
  trace.orderBy(true);
  assert.deepEqual(kinds(), ['sent', 'received', 'claimed', 'left']);
  assert.ok(trace.order.every(({ logical }, i) => i === 0 || logical >= /** @type {any} */ (trace.order[i - 1]).logical));
  trace.orderBy(false);
  assert.deepEqual(kinds(), ['sent', 'received', 'left', 'claimed']);
});

test('what is cut away and comes again is in its place, wherever the cut was', () => {
  const told = steps(oneTransfer());
  const members = ['A', 'B', 'C'];
  const whole = traceOf(oneTransfer());
  const expected = names(whole);
  for (let kept = 0; kept <= expected.length; kept++) {
    const trace = traceOf(oneTransfer());
    // As in the lab, where a step back takes away what came last.
    const ends = Object.fromEntries(members.map((member) => [member, whole.order.slice(0, kept).findLast((point) => point.member === member)?.step.seq ?? 0]));
    trace.cut(ends);
    assert.deepEqual(names(trace), expected.slice(0, kept));
    assertCausal(trace);
    assert.ok(trace.order.every(({ receivers }) => receivers.every((each) => each.place >= 0)));
    for (const member of members) trace.add(member, (told[member] ?? []).filter(({ seq }) => seq > (ends[member] ?? 0)));
    assert.deepEqual(names(trace), expected);
    assertCausal(trace);
  }
});
